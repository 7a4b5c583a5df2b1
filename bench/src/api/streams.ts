import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../environment/percentile.ts';
import { type Contestant, startContestant } from './contestants.ts';
import { closedLoad } from './load.ts';
import { taskId } from './seed.ts';

/** Open tasks are every 500th from the third on. */
export const openTask = (number: number) => taskId(3 + 500 * number);

export interface StreamsOptions {
  readonly server: Contestant;
  readonly key: string;
  readonly streams: number;
  /** Tasks that are streamed, each as often as the next. */
  readonly watched: number;
  /** Called with what comes over a stream, and the task that it is of. */
  readonly onText?: (task: string, text: string) => void;
}

export interface IdleStreams extends Disposable {
  /** Resident memory that one took; null where the system does not tell. */
  readonly bytesPerStream: number | null;
}

const AT_ONCE = 100;
const WARM_UP_SECONDS = 5;
const SETTLED_MS = 2000;

/**
 * Opens streams, and takes the memory that they keep. The server has answered ordinary requests beforehand: whatever a process
 * grows by under its first load, compiled code and the room for new objects, is not the streams'.
 */
export async function openIdleStreams(options: StreamsOptions): Promise<IdleStreams> {
  const { server, key, streams, watched, onText = () => {} } = options;
  const headers = { authorization: `Bearer ${key}` };
  const paths = Array.from({ length: watched }, (_none, number) => `/v1/tasks/${openTask(number)}`);
  await closedLoad({ url: server.url, paths, connections: 32, seconds: WARM_UP_SECONDS, headers });
  await wait(SETTLED_MS);
  const before = await server.child.residentBytes();
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const open = (number: number) =>
    new Promise<void>((resolve, reject) => {
      const task = openTask(number % watched);
      get(`${server.url}/v1/tasks/${task}/stream`, { agent, headers }, (response) => {
        response.setEncoding('utf8').on('data', (text: string) => {
          if (text.includes('event: snapshot')) resolve();
          onText(task, text);
        });
        response.on('error', () => {});
      }).on('error', reject);
    });
  for (let number = 0; number < streams; number += AT_ONCE) {
    const some = Math.min(AT_ONCE, streams - number);
    await Promise.all(Array.from({ length: some }, (_none, index) => open(number + index)));
  }
  await wait(SETTLED_MS);
  const after = await server.child.residentBytes();
  return {
    bytesPerStream: before === null || after === null ? null : (after - before) / streams,
    [Symbol.dispose]: () => agent.destroy(),
  };
}

const PROCESSES = 3;

/**
 * The memory of an idle stream in kB, the median of several processes and what they span: it depends on when a process last
 * collected what nobody needs any more.
 */
export async function idleMemory(
  script: string,
  env: Readonly<Record<string, string>>,
  options: Omit<StreamsOptions, 'server'>,
): Promise<string> {
  const figures: number[] = [];
  for (let number = 0; number < PROCESSES; number += 1) {
    await using server = await startContestant(script, env);
    using streams = await openIdleStreams({ ...options, server });
    if (streams.bytesPerStream === null) return '?';
    figures.push(streams.bytesPerStream / 1000);
  }
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  return `${percentile(figures, 0.5).toFixed(1)} kB (${least.toFixed(1)} to ${most.toFixed(1)})`;
}
