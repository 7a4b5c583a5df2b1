import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

interface CallbackReceiver {
  /** Where callers are told. */
  readonly url: string;
  /** The ids of the deliveries that came, attempt by attempt. */
  readonly told: readonly string[];
}

/** Whoever asked for tasks: refuses the first attempt to tell it of each, takes the others. Called at the top of a file. */
export function callbackReceiver(): CallbackReceiver {
  const told: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const id = String(request.headers['webhook-id']);
    response.writeHead(told.includes(id) ? 204 : 500).end();
    told.push(id);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void server.close());
  return {
    told,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    },
  };
}
