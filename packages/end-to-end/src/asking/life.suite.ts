import { randomUUID } from 'node:crypto';
import { ApiError, type Task, type Taskfold, WaitTimeoutError } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';
import { expect, test } from 'vitest';

const events = createEvents({ source: '/tests/asking' });
const created = { capability: 'image.generate', model: 'aurora-xl', input: { prompt: 'A lighthouse' } };

/**
 * What anyone who asks may count on, of whatever serves the API.
 *
 * @param client asks it with a key that may do everything; each test has tasks of its own
 */
export function askingSuite(client: () => Taskfold): void {
  /** Publishes and reads it back. */
  async function say(...said: Parameters<Taskfold['events']['publish']>[0]): Promise<Task> {
    const receipts = await client().events.publish(said);
    expect(receipts.map(({ status }) => status)).toEqual(said.map(() => 'accepted'));
    const [first] = said;
    const minPosition = receipts.at(-1)?.position ?? undefined;
    expect(minPosition).toBeDefined();
    return await client().tasks.get(String(first?.subject), { minPosition, wait: 30 });
  }

  test('what was written is read, and the life of a task is shown', async () => {
    const id = `life_${randomUUID()}`;
    const begun = await say(events.created(id, created), events.started(id, {}));
    expect(begun).toMatchObject({ task_id: id, status: 'running', input: created.input });
    const half = await say(events.progressed(id, { percent: 42, stage: 'denoise' }));
    expect(half).toMatchObject({ progress: { percent: 42, stage: 'denoise' } });
    expect(half.revision).toBeGreaterThan(begun.revision);
    await say(
      events.usageRecorded(id, { image_count: 1 }),
      events.charged(id, { entry_id: 'charge_1', amount_credits: '40' }),
      events.refunded(id, { entry_id: 'refund_1', amount_credits: '0.5' }),
      events.succeeded(id, { output: { url: 'https://cdn.example.com/8e.png' } }),
      events.billingSettled(id),
    );
    const task = await client().tasks.wait(id, { until: 'settled', timeout: 30_000 });
    expect(task).toMatchObject({
      status: 'succeeded',
      output: { url: 'https://cdn.example.com/8e.png' },
      usage: { image_count: 1 },
      billing: { charged_credits: '40.0000', net_charged_credits: '39.5000', settlement: 'final' },
    });
    const types = (await client().tasks.timeline(id, { limit: 3 }).toArray()).map(({ type }) => type);
    expect(types).toEqual([
      'task.created',
      'task.started',
      'task.progressed',
      'task.usage_recorded',
      'task.charged',
      'task.refunded',
      'task.succeeded',
      'task.billing_settled',
    ]);
    expect((await client().tasks.ledger(id).toArray()).map(({ kind }) => kind)).toEqual(['charge', 'refund']);
    expect(await client().tasks.usageRecords(id).toArray()).toMatchObject([{ image_count: 1 }]);
    // What did not change is not sent again.
    const raw = await client()
      .call('getTask', { path: { task_id: id }, headers: { 'if-none-match': `"r${task.revision}"` } })
      .withRawResponse();
    expect(raw.status).toBe(304);
  });

  test('whoever watches sees revisions rise, to the last one', async () => {
    const id = `watched_${randomUUID()}`;
    await say(events.created(id, created));
    const states: Task[] = [];
    const watched = client()
      .tasks.watch(id)
      .onUpdate((task) => states.push(task));
    await client().tasks.wait(id, { until: ({ status }) => status === 'queued', timeout: 10_000 });
    await say(events.started(id, {}));
    for (const percent of [10, 50, 90]) await say(events.progressed(id, { percent }));
    await say(
      events.failed(id, { error: { code: 'gpu_lost', message: 'The GPU went away.', retryable: true } }),
    );
    await say(events.billingSettled(id));
    expect(await watched).toMatchObject({ status: 'failed', error: { code: 'gpu_lost' } });
    const revisions = states.map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
    expect(states[0]?.status).toBe('queued');
    expect(states.length).toBeGreaterThan(2);
  });

  test('a wait that is too short says how far the task was; one that is begun early waits for its task', async () => {
    const id = `late_${randomUUID()}`;
    const early = client().tasks.wait(id, { until: 'started', timeout: 30_000 });
    await say(events.created(id, created), events.started(id, {}));
    expect(await early).toMatchObject({ status: 'running' });
    const short = client().tasks.wait(id, { timeout: 300 });
    await expect(short).rejects.toThrow(WaitTimeoutError);
    await expect(short).rejects.toMatchObject({ task: { status: 'running' } });
  });

  test('lists come page by page, and many are read by their ids', async () => {
    const order = randomUUID();
    const ids = Array.from({ length: 5 }, (_, index) => `listed_${index}_${order}`);
    for (const id of ids) await say(events.created(id, { ...created, metadata: { order } }));
    await say(events.started(String(ids[0]), {}));
    const listed = await client().tasks.list({ metadata: { order }, limit: 2 }).toArray();
    expect(listed.map(({ task_id }) => task_id).toSorted()).toEqual(ids);
    const running = await client()
      .tasks.list({ metadata: { order }, status: ['running'] })
      .toArray();
    expect(running.map(({ task_id }) => task_id)).toEqual(ids.slice(0, 1));
    const many = await client().tasks.batchGet(['nobody', ...ids.toReversed()]);
    expect(many.map(({ task_id }) => task_id)).toEqual(ids.toReversed());
  });

  test('the feed goes on where a cursor points to', async () => {
    const [first, second] = [`fed_1_${randomUUID()}`, `fed_2_${randomUUID()}`];
    await say(events.created(first, created));
    let cursor: string | undefined;
    for await (const change of client().updates({ signal: AbortSignal.timeout(30_000) })) {
      ({ cursor } = change);
      if (change.task.task_id === first) break;
    }
    await say(events.created(second, created));
    const seen: string[] = [];
    for await (const { task } of client().updates({ cursor, signal: AbortSignal.timeout(30_000) })) {
      seen.push(task.task_id);
      if (task.task_id === second) break;
    }
    expect(seen).toContain(second);
    expect(seen.length).toBeLessThan(4);
  });

  test('a task is asked to end, once however often it is asked', async () => {
    const id = `canceled_${randomUUID()}`;
    await say(events.created(id, created), events.started(id, {}));
    const asked = { reason: 'Too late.', idempotencyKey: randomUUID() };
    const answer = await client().tasks.cancel(id, asked);
    expect(answer.cancel).toMatchObject({ outcome: 'pending', reason: 'Too late.' });
    await client().tasks.cancel(id, asked);
    await say(events.canceled(id, { reason: 'Too late.' }));
    expect(await client().tasks.wait(id, { timeout: 30_000 })).toMatchObject({ status: 'canceled' });
  });

  test('errors say what is wrong', async () => {
    const missing = client().tasks.get(`nobody_${randomUUID()}`);
    await expect(missing).rejects.toThrow(ApiError);
    await expect(missing).rejects.toMatchObject({ code: 'task_not_found', status: 404, retryable: false });
    const nothing = client().tasks.wait(`nobody_${randomUUID()}`, { appearTimeout: 300 });
    await expect(nothing).rejects.toMatchObject({ code: 'task_not_found' });
  });
}
