import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { isServing } from './kafka/is-serving.ts';
import { exists } from './process/exists.ts';
import { isPortFree } from './process/ports.ts';
import { processArguments } from './process/process-arguments.ts';
import { waitFor } from './process/wait.ts';
import { runTool } from './testing/run-tool.ts';
import { temporaryDataDir } from './testing/temporary-data.ts';

const INDEX = new URL('./index.ts', import.meta.url).href;

interface Running {
  readonly brokers: string;
  readonly nodes: readonly { readonly port: number; readonly pid: number }[];
}

/** A Node process that starts a cluster and does to its nodes what it is told: `kill 2`. */
async function startParent(dataDir: string) {
  const program = `
    import { createInterface } from 'node:readline';
    import { startKafkaCluster } from ${JSON.stringify(INDEX)};
    const cluster = await startKafkaCluster({ dataDir: ${JSON.stringify(dataDir)}, temporary: true });
    const { brokers, nodes } = cluster;
    const show = () => console.log(JSON.stringify({ brokers, nodes: nodes.map(({ port, pid }) => ({ port, pid })) }));
    show();
    for await (const line of createInterface(process.stdin)) {
      const [act, id] = line.split(' ');
      await nodes[id - 1][act]();
      show();
    }
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const lines = createInterface(parent.stdout);
  const shown = async () => JSON.parse((await once(lines, 'line'))[0]) as Running;
  const running = await shown();
  return {
    parent,
    running,
    tell(command: string) {
      parent.stdin.write(`${command}\n`);
      return shown();
    },
  };
}

/** Whether the node comes to count so many as alive, and no more. */
async function counts(port: number, nodes: number): Promise<boolean | undefined> {
  const probe = async () =>
    (await isServing(port, nodes)) && !(await isServing(port, nodes + 1)) ? true : undefined;
  return await waitFor(probe, { timeoutMs: 30_000 });
}

test('three nodes serve on while one is killed or frozen, keep their ports, and end with their parent', async () => {
  const dataDir = await temporaryDataDir();
  const { parent, running, tell } = await startParent(dataDir);
  const [first, second, third] = running.nodes;
  if (first === undefined || second === undefined || third === undefined) throw new Error('not three nodes');
  expect(running.brokers).toBe(running.nodes.map(({ port }) => `127.0.0.1:${port}`).join(','));
  const topic = ['--bootstrap-server', running.brokers, '--topic', 'kept'];
  await runTool('TopicCommand', [...topic, '--create', '--partitions', '3']);
  const described = await runTool('TopicCommand', [...topic, '--describe']);
  expect(described).toContain('ReplicationFactor: 3\tConfigs: min.insync.replicas=2');

  await tell('kill 2');
  expect(await isPortFree(second.port)).toBe(true);
  expect(await counts(first.port, 2)).toBe(true);
  const again = await tell('start 2');
  expect(again.nodes.map(({ port }) => port)).toEqual(running.nodes.map(({ port }) => port));
  expect(await counts(second.port, 3)).toBe(true);

  await tell('freeze 3');
  expect(await counts(first.port, 2)).toBe(true);
  await tell('thaw 3');
  expect(await counts(third.port, 3)).toBe(true);

  await tell('freeze 1');
  parent.kill('SIGKILL');
  const gone = async () => {
    for (const { pid, port } of again.nodes) {
      if ((await processArguments(pid)) !== '' || !(await isPortFree(port))) return undefined;
    }
    return (await exists(dataDir)) ? undefined : true;
  };
  expect(await waitFor(gone, { timeoutMs: 12_000 })).toBe(true);
}, 120_000);
