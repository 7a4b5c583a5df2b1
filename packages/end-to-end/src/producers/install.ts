import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CODECS, type DefaultClient } from '../clients/defaults.ts';
import { runCommand } from '../harness/command.ts';
import { installedOnce } from '../harness/installed-once.ts';

const PYTHON = ['confluent-kafka==2.16.1', 'aiokafka==0.14.0', 'cramjam==2.14.0'];
const GO = [
  'github.com/IBM/sarama@v1.61.1',
  'github.com/segmentio/kafka-go@v0.4.51',
  'github.com/twmb/franz-go/pkg/kgo@v1.22.3',
];

const source = (name: string) => join(import.meta.dirname, name);

/** Installs into a folder of the project's own, once for these versions; needs python3 with venv, go and a network. */
export async function installClients(): Promise<readonly DefaultClient[]> {
  const folder = await installedOnce('producers', [...PYTHON, ...GO], install);
  const go = join(folder, 'go');
  await copyFile(source('producers.go'), join(go, 'producers.go'));
  await run('go', ['-C', go, 'build', '-o', 'producers', '.']);
  const python = [join(folder, 'python/bin/python'), source('producers.py')] as const;
  return [
    ...['confluent-kafka', 'aiokafka'].map((name) => clientOf(name, python)),
    ...['franz-go', 'kafka-go', 'sarama'].map((name) => clientOf(name, [join(go, 'producers')])),
  ];
}

async function install(folder: string): Promise<void> {
  const go = join(folder, 'go');
  await mkdir(go);
  await run('python3', ['-m', 'venv', '--clear', join(folder, 'python')]);
  await run(join(folder, 'python/bin/pip'), ['install', '--quiet', '--only-binary', ':all:', ...PYTHON]);
  await writeFile(join(go, 'go.mod'), 'module producers\n\ngo 1.21\n');
  await run('go', ['-C', go, 'get', ...GO]);
}

function clientOf(name: string, [command, ...first]: readonly [string, ...string[]]): DefaultClient {
  return {
    name,
    codecs: CODECS,
    async publish(kafka, topic, codec, records) {
      const input = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      await runCommand({ command, args: [...first, name, kafka.KAFKA_BROKERS ?? '', topic, codec], input });
    },
  };
}

async function run(command: string, args: readonly string[]): Promise<void> {
  await runCommand({ command, args });
}
