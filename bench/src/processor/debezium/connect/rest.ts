import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectWorker } from './connect-worker.ts';

interface Part {
  readonly state: string;
  readonly trace?: string;
}

const CONFLICT = 409;
const ATTEMPTS = 50;

/** The worker's HTTP interface, as far as it is needed. */
export function connectRest(port: number): Pick<ConnectWorker, 'create' | 'failure' | 'remove'> {
  const ask = (method: string, path: string, body?: object) => request(port, method, path, body);
  return {
    async create(name, config) {
      await ask('POST', '/connectors', { name, config: { name, ...config } });
    },
    async failure(name) {
      const status = (await ask('GET', `/connectors/${name}/status`)) as {
        readonly connector: Part;
        readonly tasks: readonly Part[];
      };
      const failed = [status.connector, ...status.tasks].find(({ state }) => state === 'FAILED');
      return failed === undefined ? null : reasonOf(failed.trace ?? 'it gave no reason');
    },
    async remove(name) {
      await ask('DELETE', `/connectors/${name}`);
    },
  };
}

/** Whether a worker answers on the port and takes connectors. */
export async function answers(port: number): Promise<boolean> {
  return await request(port, 'GET', '/connectors').then(
    () => true,
    () => false,
  );
}

async function request(port: number, method: string, path: string, body?: object): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text === '' ? null : JSON.parse(text);
    // While tasks are being started or stopped.
    const busy = response.status === CONFLICT && attempt < ATTEMPTS;
    if (!busy) throw new Error(`Kafka Connect answered ${method} ${path} with ${response.status}: ${text}`);
    await delay(100);
  }
}

/** The innermost cause of a Java stack trace, without its frames. */
function reasonOf(trace: string): string {
  const lines = trace.split('\n').filter((line) => line !== '' && !/^\s+(at|\.\.\.) /.test(line));
  return (lines.at(-1) ?? trace).trim();
}
