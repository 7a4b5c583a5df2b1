import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** Whom callbacks tell. */
export interface Receiver {
  readonly url: string;
  /** The different ids of what was told about a task. */
  idsOf(taskId: string): string[];
  /** How often something came again. */
  repeats(): number;
}

/** It runs until the test ends. */
export async function startReceiver(): Promise<Receiver> {
  const ids = new Map<string, Set<string>>();
  let repeats = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { task_id: taskId } = JSON.parse(body).data;
      const id = String(request.headers['webhook-id']);
      const known = ids.get(taskId) ?? new Set();
      if (known.has(id)) repeats++;
      ids.set(taskId, known.add(id));
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    idsOf: (taskId) => [...(ids.get(taskId) ?? [])],
    repeats: () => repeats,
  };
}
