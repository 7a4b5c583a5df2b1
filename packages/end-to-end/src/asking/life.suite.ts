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
 * @param withKey asks it with another key, or a token
 */
export function askingSuite(client: () => Taskfold, withKey: (key: string) => Taskfold): void {
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

  test('lists hold what all filters let through, and ids come in their order', async () => {
    const order = randomUUID();
    const own = { capability: `filter_${order}`, metadata: { order, 'a.b': 'ü' } };
    const [open, paid, failed] = ['open', 'paid', 'failed'].map((name) => `${name}_${order}`) as [
      string,
      string,
      string,
    ];
    await say(events.created(open, { ...created, ...own, project_id: 'p', client_request_id: order }));
    await say(
      events.created(paid, { ...created, ...own, model: 'other' }),
      events.charged(paid, { entry_id: 'c', amount_credits: '2' }),
      events.usageRecorded(paid, { image_count: 1 }),
      events.succeeded(paid, {}),
    );
    const [asked_with, { key_id: own_key }] = [`key_${order}`, await client().me()];
    await say(
      events.created(failed, { ...created, ...own }, { apikeyid: asked_with }),
      events.charged(failed, { entry_id: 'c', amount_credits: '2' }),
      events.failed(failed, { error: { code: 'gpu_lost', message: 'It went away.', retryable: true } }),
    );
    const listed = async (filters: Parameters<Taskfold['tasks']['list']>[0]) => {
      const found = await client()
        .tasks.list({ capability: own.capability, order: 'asc', ...filters })
        .toArray();
      return found.map(({ task_id }) => task_id);
    };
    expect(await listed({})).toEqual([open, paid, failed]);
    expect(await listed({ order: 'desc', limit: 1 })).toEqual([failed, paid, open]);
    expect(await listed({ status: ['succeeded', 'queued'] })).toEqual([open, paid]);
    expect(await listed({ model: 'other' })).toEqual([paid]);
    expect(await listed({ metadata: own.metadata })).toEqual([open, paid, failed]);
    expect(await listed({ metadata: { order, 'a.b': 'u' } })).toEqual([]);
    expect(await listed({ project_id: 'p', client_request_id: order })).toEqual([open]);
    expect(await listed({ api_key_id: asked_with })).toEqual([failed]);
    expect(await listed({ api_key_id: own_key })).toEqual([open, paid]);
    expect(await listed({ without: ['project_id'] })).toEqual([paid, failed]);
    expect(await listed({ without: ['project_id', 'api_key_id'] })).toEqual([]);
    expect(await listed({ error_code: 'gpu_lost' })).toEqual([failed]);
    expect(await listed({ needs: 'refund' })).toEqual([failed]);
    expect(await listed({ needs: 'usage' })).toEqual([]);
    expect(await listed({ completed_after: '2026-01-01T00:00:00Z' })).toEqual([paid, failed]);
    expect(await listed({ created_before: '2026-01-01T00:00:00Z' })).toEqual([]);
    expect(await listed({ entry_after: '2026-01-01T00:00:00Z' })).toEqual([paid, failed]);
    expect(
      await listed({ entry_after: '2026-01-01T00:00:00Z', entry_before: '2026-01-02T00:00:00Z' }),
    ).toEqual([]);
    const { data } = await client()
      .tasks.list({ ids: [failed, 'nobody', open], expand: ['billing'] })
      .page();
    expect(data).toMatchObject([
      { task_id: failed, billing: { charged_credits: '2.0000' } },
      { task_id: open },
    ]);
    const { data: counts } = await client().tasks.counts();
    const lost = counts.filter(({ status }) => status === 'failed');
    const all = await client()
      .tasks.list({ status: ['failed'] })
      .toArray();
    expect(lost.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(all.length);
    expect(counts.every(({ hour }) => hour.endsWith(':00:00.000Z'))).toBe(true);
    const { data: rows } = await client().usage({ group_by: ['status', 'capability'] });
    const [canceled, ...others] = rows.filter(({ capability }) => capability === own.capability);
    expect(canceled).toMatchObject({ status: 'failed', tasks: 1, charged_credits: '2.0000' });
    expect(others).toMatchObject([
      { status: 'succeeded', tasks: 1, image_count: 1, net_charged_credits: '2.0000' },
    ]);
    const { data: byKey } = await client().usage({ group_by: ['api_key_id', 'capability'] });
    const sums = byKey.filter(({ capability }) => capability === own.capability);
    expect(sums.map(({ api_key_id: key, tasks }) => [key, tasks]).toSorted()).toEqual(
      [
        [own_key, 1],
        [asked_with, 1],
      ].toSorted(),
    );
  });

  test('a key says whose it is, and what it may do', async () => {
    const me = await client().me();
    expect(me).toMatchObject({ kind: 'api_key', project_id: 'default', expires_at: null });
    expect(me.scopes).toEqual(['tasks:read', 'tasks:cancel', 'events:write', 'billing:write', 'admin']);
  });

  test('the timeline says what became of each event', async () => {
    const id = `told_${randomUUID()}`;
    const progressed = events.progressed(id, { percent: 50 });
    const at = { time: '2026-11-01T00:00:00Z' };
    await say(
      events.created(id, created),
      progressed,
      progressed,
      events.progressed(id, { percent: 10 }, at),
      events.created(id, created),
      events.charged(id, { entry_id: 'c', amount_credits: '1' }),
      events.charged(id, { entry_id: 'c', amount_credits: '2' }),
      events.canceled(id),
      events.succeeded(id, {}),
    );
    const timeline = await client().tasks.timeline(id).toArray();
    expect(
      timeline.map(({ type, disposition, reason, revision }) => [type, disposition, reason, revision]),
    ).toEqual([
      ['task.created', 'applied', null, 1],
      ['task.progressed', 'applied', null, 2],
      ['task.progressed', 'duplicate', null, 2],
      ['task.progressed', 'stale', null, 2],
      ['task.created', 'ignored', 'already_created', 2],
      ['task.charged', 'applied', null, 3],
      ['task.charged', 'conflict', null, 3],
      ['task.canceled', 'applied', null, 4],
      ['task.succeeded', 'ignored', 'already_terminal', 4],
    ]);
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
    const other = client().tasks.cancel(id, { ...asked, reason: 'Another one.' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict', status: 409 });
    await say(events.canceled(id, { reason: 'Too late.' }));
    expect(await client().tasks.wait(id, { timeout: 30_000 })).toMatchObject({ status: 'canceled' });
  });

  test('a read token reads what it was made for, and nothing else', async () => {
    const user = randomUUID();
    const [own, foreign] = [`own_${user}`, `foreign_${user}`];
    await say(events.created(own, { ...created, metadata: { user } }));
    await say(events.created(foreign, created));
    const { token } = await client().tokens.create({ filter: { metadata: { user } } });
    const reader = withKey(token);
    expect(await reader.tasks.get(own)).toMatchObject({ task_id: own });
    expect((await reader.tasks.list().toArray()).map(({ task_id }) => task_id)).toEqual([own]);
    expect(
      (await reader.tasks.list({ ids: [foreign, own] }).toArray()).map(({ task_id }) => task_id),
    ).toEqual([own]);
    await expect(reader.tasks.get(foreign)).rejects.toMatchObject({ code: 'task_not_found' });
    await expect(reader.tasks.cancel(own)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reader.tokens.create({ task_id: own })).rejects.toMatchObject({ code: 'forbidden' });
    const one = withKey((await client().tokens.create({ task_id: foreign, expires_in: 30 })).token);
    expect(await one.tasks.get(foreign)).toMatchObject({ task_id: foreign });
    await expect(one.tasks.get(own)).rejects.toMatchObject({ code: 'task_not_found' });
    await expect(one.tasks.list().page()).rejects.toMatchObject({ code: 'forbidden' });
    expect(await reader.me()).toMatchObject({
      kind: 'read_token',
      scopes: ['tasks:read'],
      task_id: null,
      filter: { project_id: null, client_request_id: null, metadata: { user } },
    });
    expect(await one.me()).toMatchObject({ kind: 'read_token', task_id: foreign, filter: null });
  });

  test('errors say what is wrong', async () => {
    const missing = client().tasks.get(`nobody_${randomUUID()}`);
    await expect(missing).rejects.toThrow(ApiError);
    await expect(missing).rejects.toMatchObject({ code: 'task_not_found', status: 404, retryable: false });
    const nothing = client().tasks.wait(`nobody_${randomUUID()}`, { appearTimeout: 300 });
    await expect(nothing).rejects.toMatchObject({ code: 'task_not_found' });
    const unknown = client().call('listTasks', { query: { statsu: 'failed', limit: 1000 } as object });
    await expect(unknown).rejects.toMatchObject({
      code: 'invalid_request',
      status: 422,
      details: {
        errors: [
          { param: '/limit', message: '`limit` must be a whole number from 1 to 100.' },
          { param: '/statsu', message: '`statsu` is not known here.' },
        ],
      },
    });
    const cursor = client().tasks.list({ cursor: 'bm9uZQ' }).page();
    await expect(cursor).rejects.toMatchObject({ code: 'invalid_cursor', status: 400 });
    const uncalled = `uncalled_${randomUUID()}`;
    await say(events.created(uncalled, created), events.succeeded(uncalled, {}));
    const redelivery = client().callbacks.redeliver(uncalled);
    await expect(redelivery).rejects.toMatchObject({ code: 'callback_not_configured', status: 409 });
  });

  test('of a batch, each event is taken or refused by itself', async () => {
    const id = `refused_${randomUUID()}`;
    const begin = events.created(id, created);
    const receipts = await client().events.publish([
      begin,
      { ...events.started(id), tenantid: 'somebody_else' },
      { ...events.started(id), source: '/taskfold/api' },
      { ...events.progressed(id, { percent: 1 }), data: { percent: 'half' } },
    ]);
    expect(receipts.map(({ status, error }) => [status, error])).toEqual([
      ['accepted', null],
      [
        'refused',
        { code: 'tenant_mismatch', message: 'The tenant of the event is not that of the API key.' },
      ],
      [
        'refused',
        { code: 'forbidden', message: 'Events of this type or source are published by the system alone.' },
      ],
      ['refused', { code: 'invalid_event', message: '`data.percent` must be a number.' }],
    ]);
  });
}
