import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, ROOT, runCommand } from '@taskfold/end-to-end/testing';
import { kafkaToolCommand } from '@taskfold/local-servers';

const PYTHON = ['confluent-kafka==2.16.1', 'standardwebhooks==1.1.0'];
const GO = [
  'github.com/twmb/franz-go/pkg/kgo@v1.22.3',
  'github.com/standard-webhooks/standard-webhooks/libraries@v0.0.1',
];

/** How a file is run, by the ending of its name. */
export type Runner = (file: string) => Promise<Omit<Command, 'env'>>;

export const RUNNERS: Readonly<Record<string, Runner>> = {
  ts: async (file) => ({ command: process.execPath, args: [file] }),
  sh: async (file) => ({ command: 'bash', args: ['-euo', 'pipefail', file] }),
  // Java runs a file of source, with the client that Kafka's own tools have.
  java: async (file) => await kafkaToolCommand(file, []),
  py: async (file) => ({ command: await python(), args: [file] }),
  go: async (file) => ({ command: await built(file), args: [] }),
};

/** A Python with the packages of the snippets, in a folder of the project's own. Needs python3 with venv and a network. */
async function python(): Promise<string> {
  const folder = await folderOf('python', PYTHON.join(), async (path) => {
    await runCommand({ command: 'python3', args: ['-m', 'venv', '--clear', path] });
    const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    await runCommand({ command: join(path, 'bin/pip'), args: ['install', ...options, ...PYTHON] });
  });
  return join(folder, 'bin/python');
}

/** The program of a file of Go. Needs go and a network. */
async function built(file: string): Promise<string> {
  const folder = await folderOf('go', GO.join(), async (path) => {
    await writeFile(join(path, 'go.mod'), 'module snippets\n\ngo 1.21\n');
    await runCommand({ command: 'go', args: ['-C', path, 'get', ...GO] });
  });
  await copyFile(file, join(folder, 'main.go'));
  await runCommand({ command: 'go', args: ['-C', folder, 'build', '-o', 'snippet', '.'] });
  return join(folder, 'snippet');
}

/** A folder that is made once for what it is made of. One that was not finished is made anew. */
async function folderOf(name: string, of: string, make: (path: string) => Promise<void>): Promise<string> {
  const versions = createHash('sha256').update(of).digest('hex').slice(0, 12);
  const folder = join(ROOT, '.taskfold', `snippets-${name}-${versions}`);
  const isWhole = join(folder, 'installed');
  const isThere = await access(isWhole).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  await mkdir(folder, { recursive: true });
  await make(folder);
  await writeFile(isWhole, '');
  return folder;
}
