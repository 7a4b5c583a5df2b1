import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Random } from '@taskfold/fold/testing';
import { Webhook } from 'standardwebhooks';
import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';

interface Arrival {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** What it was answered. */
  readonly status: number;
}

export interface CallbackReceiver {
  readonly url: string;
  /** With what it verifies signatures: known when there is a tenant. */
  expect(secret: string): void;
  /** When a task's callback of a type first arrived; undefined where it never did. */
  firstAt(taskId: string, type: string): number | undefined;
  /** The types that came of a task. */
  types(taskId: string): readonly string[];
  counts(): { readonly arrivals: number; readonly repeats: number };
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly random: Random;
  readonly findings: Findings;
  readonly windows: FaultWindows;
}

/** One in so many first attempts is refused with a 503, as a receiver does that is just being restarted. */
const REFUSED = 0.02;
/** A result is recorded so soon after the answer, or something kept it from that. */
const RECORDED_MS = 3000;
const BEFORE_MS = 2000;

/** Whom callbacks tell. A repeat under the same id is right where the result of the one before could not be recorded. */
export async function receiveCallbacks({
  random,
  findings,
  windows,
}: ReceiverOptions): Promise<CallbackReceiver> {
  const arrivals = new Map<string, Map<string, Arrival[]>>();
  let webhook: Webhook | undefined;
  let count = 0;
  let repeats = 0;

  function take(body: string, headers: Record<string, string>): number {
    const id = headers['webhook-id'] ?? '';
    try {
      webhook?.verify(body, headers);
    } catch (error) {
      findings.add('wrong', 'callbacks', `${id}: its signature is not good: ${String(error)}`);
      return 401;
    }
    const at = Date.now();
    const {
      type,
      data,
    }: { readonly type: string; readonly data: { readonly task_id: string; readonly status: string } } =
      JSON.parse(body);
    const ofTask = arrivals.get(data.task_id) ?? new Map<string, Arrival[]>();
    arrivals.set(data.task_id, ofTask);
    const before = ofTask.get(type) ?? [];
    const last = before.at(-1);
    count++;
    if (last !== undefined && last.id !== id) {
      findings.add(
        'doubled',
        'callbacks',
        `${data.task_id}: ${type} came under two ids, ${last.id} and ${id}`,
      );
    } else if (last?.status === 204) {
      repeats++;
      if (windows.isCalm(last.at - BEFORE_MS, last.at + RECORDED_MS)) {
        findings.add(
          'doubled',
          'callbacks',
          `${data.task_id}: ${type} came again although it was taken and nothing was broken`,
        );
      }
    }
    const status = last === undefined && random.chance(REFUSED) ? 503 : 204;
    ofTask.set(type, [...before, { id, at, status }]);
    return status;
  }

  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        response.writeHead(take(body, headers)).end();
      },
      () => {},
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    expect(secret) {
      webhook = new Webhook(secret);
    },
    firstAt: (taskId, type) => arrivals.get(taskId)?.get(type)?.[0]?.at,
    types: (taskId) => [...(arrivals.get(taskId)?.keys() ?? [])],
    counts: () => ({ arrivals: count, repeats }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
