import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Child, startChild } from '../environment/child.ts';

export interface Contestant extends AsyncDisposable {
  readonly url: string;
  readonly child: Child;
}

/**
 * Starts an HTTP server in a process of its own and waits until it answers. The caller disposes of it.
 *
 * @param onStart told of the process before it has done anything
 */
export async function startContestant(
  script: string,
  env: Readonly<Record<string, string>>,
  onStart: (pid: number) => Promise<void> = async () => {},
): Promise<Contestant> {
  const port = await freePort();
  const child = startChild(script, {
    ...env,
    HOST: '127.0.0.1',
    PORT: String(port),
    ADMIN_PORT: '0',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '1000000000',
    MAX_WATCHES_PER_KEY: '100000',
    MAX_WATCHES: '100000',
    MAX_CONNECTIONS: '100000',
    CURSOR_KEY: randomBytes(32).toString('base64'),
    RATE_LIMIT_PER_TENANT: '1000000000',
    MAX_WATCHES_PER_TENANT: '100000',
  });
  await onStart(child.pid);
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; !(await answers(url)); attempt += 1) {
    if (attempt === 200) throw new Error(`${script} does not answer`);
    await wait(50);
  }
  return { url, child, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has a port');
  return address.port;
}
