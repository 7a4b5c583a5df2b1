import { randomBytes } from 'node:crypto';
import { encodeStructured, type OutgoingEvent, systemEventEncoder } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { replayOptions } from '../testing/replay-options.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from '../testing/workbench.ts';
import { verify } from '../verify/verify.ts';

const KEYS = `k:${randomBytes(32).toString('base64')}`;

function own(id: string, type: string, source: string, data: object): OutgoingEvent {
  return { id, source, type, time: new Date().toISOString(), subject: 'task_0', tenantid: 'acme', data };
}

const attempted = own('d:1', 'task.callback_attempted', '/taskfold/callbacks', {
  delivery_id: 'd',
  attempt: 1,
  type: 'task.succeeded',
  outcome: 'delivered',
});
const canceled = (id: string) => own(id, 'task.cancel_requested', '/taskfold/api', { reason: id });

async function task(bench: Workbench) {
  const { rows } = await bench.pool.query(
    'SELECT revision, cancel_reason, callback_status FROM tasks ORDER BY task_id',
  );
  return rows[0];
}

test('nobody else forges a delivery or a request, and what was believed before stays what it was', async () => {
  const bench = await createWorkbench();
  const [created, started] = lifeOf('task_0').map(encodeStructured);
  if (created === undefined || started === undefined) throw new Error('no life');
  // From before the keys: believed, and so it stays.
  await bench.publishRecords([created, encodeStructured(canceled('before'))]);
  const before = await runProcessor(bench.env);
  await bench.caughtUp();
  await before.stop();
  expect(await task(bench)).toMatchObject({ revision: 2, cancel_reason: 'before' });

  const env = { ...bench.env, EVENT_SIGNING_KEYS: KEYS };
  await bench.publishRecords([
    encodeStructured(attempted),
    systemEventEncoder(KEYS)(canceled('ours')),
    started,
  ]);
  const processor = await runProcessor(env);
  await bench.caughtUp();
  const { rows } = await bench.pool.query('SELECT code, message, task_id FROM dead_letters');
  expect(rows).toEqual([
    { code: 'forged_event', message: expect.stringContaining('EVENT_SIGNING_KEYS'), task_id: 'task_0' },
  ]);
  expect(await task(bench)).toMatchObject({ cancel_reason: 'before', callback_status: null });
  const ours = await bench.pool.query("SELECT FROM timeline WHERE event_id = 'ours'");
  expect(ours.rowCount).toBe(1);
  expect(processor.ready().ok).toBe(true);
  expect(await verify(replayOptions(env), 10)).toEqual({ count: 0, differences: [] });
});
