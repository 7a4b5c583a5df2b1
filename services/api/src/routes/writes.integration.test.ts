import { eventReceipts, type Scope, taskEnvelope } from '@taskfold/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({}, { folds: true });
const JSON_TYPE = { 'content-type': 'application/json' };
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
let key = '';
let made = 0;

beforeAll(async () => {
  key = await api.key('tenant_a', ['tasks:read', 'tasks:cancel', 'events:write', 'admin']);
});

const json = ({ body }: Answer) => JSON.parse(body);
const post = (path: string, body: string, headers: Record<string, string>, by = key) =>
  api.ask(by, path, { method: 'POST', body, headers });

function event(type: string, subject: string, data: object = {}, more: object = {}) {
  const id = `${type}_${++made}`;
  const time = new Date().toISOString();
  return {
    specversion: '1.0',
    id,
    source: '/test',
    type,
    time,
    subject,
    tenantid: 'tenant_a',
    data,
    ...more,
  };
}

const CREATED = { capability: 'chat', model: 'm' };

/** Makes a task and waits until it can be read. */
async function newTask(data: object = CREATED): Promise<{ taskId: string; path: string }> {
  const taskId = `task_${++made}`;
  const path = `/v1/tasks/${taskId}`;
  const posted = await post('/v1/events', JSON.stringify(event('task.created', taskId, data)), STRUCTURED);
  const [{ position }] = json(posted).data;
  await api.ask(key, `${path}?min_position=${position}`, { headers: { prefer: 'wait=20' } });
  return { taskId, path };
}

async function typesOf(path: string): Promise<string[]> {
  return json(await api.ask(key, `${path}/events`)).data.map(({ type }: { type: string }) => type);
}

describe('POST /v1/events', () => {
  it('takes an event in structured mode, digit for digit, and says where it is', async () => {
    const taskId = `task_${++made}`;
    const text = JSON.stringify(event('task.created', taskId, { ...CREATED, input: { seed: 0 } })).replace(
      '"seed":0',
      '"seed":9007199254740993',
    );
    const answer = await post('/v1/events', text, STRUCTURED);
    expect(answer.status).toBe(202);
    const [receipt] = eventReceipts.strict().parse(json(answer)).data;
    expect(receipt).toMatchObject({ status: 'accepted', source: '/test', error: null });
    const task = await api.ask(key, `/v1/tasks/${taskId}?min_position=${receipt?.position}`, {
      headers: { prefer: 'wait=20' },
    });
    expect(task.body).toContain('"seed":9007199254740993');
  });

  it('takes one in binary mode, with the tenant of the key', async () => {
    const { taskId, path } = await newTask();
    const headers = {
      ...JSON_TYPE,
      'ce-specversion': '1.0',
      'ce-id': 'binary%20%C3%A9',
      'ce-source': '/test',
      'ce-type': 'task.progressed',
      'ce-time': new Date().toISOString(),
      'ce-subject': taskId,
      'ce-traceparent': '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    const answer = await post('/v1/events', '{"percent":12.5}', headers);
    const [receipt] = json(answer).data;
    expect(receipt).toMatchObject({ id: 'binary é', status: 'accepted' });
    const task = await api.ask(key, `${path}?min_position=${receipt.position}`, {
      headers: { prefer: 'wait=20' },
    });
    expect(json(task).progress.percent).toBe(12.5);
  });

  it('notes the key of the request of a task whose creation names no other', async () => {
    const { key_id: own } = json(await api.ask(key, '/v1/me'));
    const created = (more: object) => event('task.created', `task_${++made}`, CREATED, more);
    const [silent, gateways] = [created({}), created({ apikeyid: 'gateway_key-7' })] as const;
    const [odd, another] = [created({ apikeyid: 'no id' }), created({})] as const;
    const first = await post('/v1/events', JSON.stringify([silent, gateways, odd]), BATCH);
    const other = await api.key('tenant_a', ['events:write']);
    const repeated = { ...silent, id: 'again' };
    const second = await post('/v1/events', JSON.stringify([repeated, another]), BATCH, other);
    for (const { position } of [...json(first).data, ...json(second).data])
      await api.ask(key, `/v1/tasks/${another.subject}?min_position=${position}`, {
        headers: { prefer: 'wait=20' },
      });
    const subjects = [silent, gateways, odd, another].map(({ subject }) => subject);
    const listed = json(await api.ask(key, `/v1/tasks?ids=${subjects.join(',')}`)).data;
    const ids = listed.map(({ api_key_id: id }: { api_key_id: string }) => id);
    expect(ids.slice(0, 3)).toEqual([own, 'gateway_key-7', own]);
    expect(ids[3]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[3]).not.toBe(own);
    const behind = json(await api.ask(key, '/v1/tasks?api_key_id=gateway_key-7')).data;
    expect(behind.map(({ task_id: id }: { task_id: string }) => id)).toEqual([gateways.subject]);
    expect((await api.ask(key, '/v1/tasks?without=metadata')).status).toBe(422);
  });

  it('takes a batch event by event', async () => {
    const { taskId } = await newTask();
    const { tenantid: _, ...own } = event('task.progressed', taskId, { percent: 1 });
    const events = [
      own,
      { ...own, id: 'null', tenantid: null },
      event('task.progressed', taskId, {}, { tenantid: 'tenant_b' }),
      event('task.progressed', taskId, { percent: 101 }),
      event('task.charged', taskId, { entry_id: 'c', amount_credits: '1' }),
      event('task.erased', taskId),
      event('task.callback_attempted', taskId, {
        delivery_id: 'd',
        attempt: 1,
        type: 'task.succeeded',
        outcome: 'delivered',
      }),
      event('task.started', taskId, {}, { source: '/taskfold/callbacks' }),
      event('task.danced', taskId),
      7,
    ];
    const answer = await post('/v1/events', JSON.stringify(events), BATCH);
    expect(answer.status).toBe(202);
    const { data } = eventReceipts.strict().parse(json(answer));
    expect(data.map(({ status, error }) => error?.code ?? status)).toEqual([
      'accepted',
      'accepted',
      'tenant_mismatch',
      'invalid_event',
      'forbidden',
      'accepted',
      'forbidden',
      'forbidden',
      'accepted',
      'invalid_event',
    ]);
    expect(data[0]?.position).toMatch(/^\d+:\d+$/);
  });

  it('answers whole what producers of every language send', async () => {
    const taskId = `task_${++made}`;
    const path = `/v1/tasks/${taskId}`;
    const metadata = Object.fromEntries([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['none', null],
    ]);
    const absent = { project_id: null, client_request_id: '', callback: null, input: null };
    const zero = '0001-01-01T00:00:00Z';
    const error = { code: 'x', message: 'm', retryable: false, param: null, details: 0 };
    const details = '{"upstream":12345678901234567890,"share":1.0}';
    const created = { ...CREATED, ...absent, metadata, deadline_at: zero };
    const events = [
      event('task.created', taskId, created, { time: zero, sequence: 7, tracestate: null }),
      event('task.progressed', taskId, { percent: 40, stage: 'draw', message: null }),
      event('task.usage_recorded', taskId, { input_tokens: 5, reasoning_tokens: null, lines: null }),
      event('task.failed', taskId, { error }),
    ];
    const batch = JSON.stringify(events).replace('"details":0', `"details":${details}`);
    const receipts = json(await post('/v1/events', batch, BATCH)).data;
    expect(receipts.map(({ status }: { status: string }) => status)).toEqual(events.map(() => 'accepted'));
    const task = await api.ask(key, `${path}?min_position=${receipts.at(-1).position}`, {
      headers: { prefer: 'wait=20' },
    });
    expect(task.body).toContain(`"details":${details}}`);
    expect(task.body).toContain('"metadata":{');
    expect(new Map(Object.entries(json(task).metadata))).toEqual(
      new Map([
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    );
    expect(json(task)).toMatchObject({
      status: 'failed',
      created_at: '0001-01-01T00:00:00.000Z',
      deadline_at: null,
      project_id: null,
      client_request_id: null,
      callback: null,
      progress: { percent: 40, stage: 'draw', message: null },
      usage: { input_tokens: 5, reasoning_tokens: 0 },
    });
    const idsOf = (answer: Answer) => json(answer).data.map(({ task_id }: { task_id: string }) => task_id);
    const filtered = await api.ask(key, '/v1/tasks?metadata[__proto__]=p&metadata[constructor]=c&expand=all');
    expect(idsOf(filtered)).toEqual([taskId]);
    expect(filtered.body).toContain(`"details":${details}}`);
    expect(idsOf(await api.ask(key, '/v1/tasks?metadata[__proto__]=q'))).toEqual([]);
  });

  it('shows a task that succeeded as done in every answer', async () => {
    const { taskId, path } = await newTask();
    const progressed = event('task.progressed', taskId, { percent: 60, stage: 'draw', message: 'Soon.' });
    const events = [progressed, event('task.succeeded', taskId, { output: null, resolved_model: '' })];
    const receipts = json(await post('/v1/events', JSON.stringify(events), BATCH)).data;
    const done = { percent: 100, stage: 'draw', message: 'Soon.' };
    const query = `?min_position=${receipts.at(-1).position}`;
    const task = await api.ask(key, `${path}${query}`, { headers: { prefer: 'wait=20' } });
    expect(json(task)).toMatchObject({ status: 'succeeded', resolved_model: null, progress: done });
    expect(json(await api.ask(key, `/v1/tasks?ids=${taskId}`)).data).toMatchObject([{ progress: done }]);
  });

  it('says in sentences what is wrong with an event', async () => {
    const text = JSON.stringify(event('task.created', 'task_x', { model: 7 }, { time: 'now' }));
    const attributes = errorOf((await post('/v1/events', text, STRUCTURED)).body);
    expect(attributes.message).toMatch(/^The attribute `time` must be an RFC 3339 time[^.]*\.$/);
    const data = errorOf(
      (await post('/v1/events', text.replace('"now"', `"${new Date().toISOString()}"`), STRUCTURED)).body,
    );
    expect(data.message).toBe(
      '`data.capability` is missing: it must be a string. `data.model` must be a string.',
    );
  });

  it('takes an empty batch', async () => {
    for (const headers of [BATCH, JSON_TYPE]) {
      const answer = await post('/v1/events', ' [ ] ', headers);
      expect(answer.status).toBe(202);
      expect(json(answer)).toEqual({ object: 'list', data: [] });
    }
  });

  it('takes an event, and a batch, by their form, of any type of JSON', async () => {
    const { taskId } = await newTask();
    const one = () => event('task.progressed', taskId, { percent: 1 });
    for (const type of [
      'application/json',
      'text/json; charset=utf-8',
      'application/vnd.acme+json',
      undefined,
    ]) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const whole = await post('/v1/events', JSON.stringify(one()), headers);
      expect(json(whole).data, type).toMatchObject([{ status: 'accepted' }]);
      const batch = await post('/v1/events', JSON.stringify([one(), {}]), headers);
      expect(json(batch).data, type).toMatchObject([{ status: 'accepted' }, { status: 'refused' }]);
    }
  });

  it('takes one in binary mode without data, type and body, and data without a type', async () => {
    const { taskId, path } = await newTask();
    const attributes = (type: string) => {
      const { id, time } = event(type, taskId);
      return {
        ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/test', 'ce-type': type },
        ...{ 'ce-time': time, 'ce-subject': taskId },
      };
    };
    expect((await post('/v1/events', '', attributes('task.started'))).status).toBe(202);
    expect((await post('/v1/events', '', { ...attributes('task.canceled'), ...JSON_TYPE })).status).toBe(202);
    expect((await post('/v1/events', '{"percent":5}', attributes('task.progressed'))).status).toBe(202);
    const custom = { ...attributes('task.progressed'), 'content-type': 'application/acme+json' };
    const answer = await post('/v1/events', '{"percent":6}', custom);
    const [{ position }] = json(answer).data;
    const task = await api.ask(key, `${path}?min_position=${position}`, { headers: { prefer: 'wait=20' } });
    expect(json(task)).toMatchObject({ status: 'canceled', progress: { percent: 6 } });
  });

  it('refuses an event that two readers would read as two, and takes its neighbours', async () => {
    const { taskId } = await newTask();
    const one = () => JSON.stringify(event('task.progressed', taskId, { percent: 1 }));
    const tenants = one().replace('{', '{"tenantid":"tenant_b",');
    const percents = one().replace('"percent"', '"percent":2,"percent"');
    for (const text of [tenants, percents]) {
      const answer = await post('/v1/events', text, STRUCTURED);
      expect(answer.status).toBe(422);
      expect(answer.body).toContain('names a member twice');
    }
    const batch = await post('/v1/events', `[${one()},${tenants},${percents},${one()}]`, BATCH);
    expect(json(batch).data.map(({ status }: { status: string }) => status)).toEqual([
      ...['accepted', 'refused', 'refused', 'accepted'],
    ]);
  });

  it('takes a batch that is larger than a message of the log, and keeps the order of a task', async () => {
    const { taskId } = await newTask();
    const pad = 'x'.repeat(1_000_000);
    const events = [1, 2, 3, 4].map((percent) => event('task.progressed', taskId, { percent, pad }));
    const answer = await post('/v1/events', JSON.stringify(events), BATCH);
    expect(answer.status).toBe(202);
    const offsets = json(answer).data.map(({ position }: { position: string }) =>
      Number(position.split(':')[1]),
    );
    expect(offsets).toEqual([0, 1, 2, 3].map((index) => offsets[0] + index));
  });

  // Each answer is held against the document by `ask` and `open`.
  it('takes what is as large as it may be, and answers within its own document', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]);
    const nest = (levels: number): unknown => (levels === 0 ? 0 : { a: nest(levels - 1) });
    const pairs = Array.from({ length: 50 }, (_, index) => [`${index}`.padEnd(64, 'k'), 'v'.repeat(512)]);
    const { taskId, path } = await newTask({
      capability: 'c'.repeat(256),
      model: '\u2028'.repeat(256),
      input: Object.fromEntries(keys),
      metadata: Object.fromEntries(pairs),
      deadline_at: '9999-12-31T23:59:59Z',
    });
    const time = '0001-01-02T00:00:00Z';
    const warnings = Array.from({ length: 100 }, () => ({
      ...{ code: 'c'.repeat(128), message: '\u0085'.repeat(4096), field: 'f'.repeat(256) },
    }));
    const output = { text: '\u2028'.repeat(250_000), nested: nest(250) };
    const events = [
      event('task.started', taskId, { attempt: 1_000_000, resolved_model: 'r'.repeat(256) }, { time }),
      event(
        'task.progressed',
        taskId,
        { percent: 100, stage: 's'.repeat(256), message: 'm'.repeat(4096) },
        { time },
      ),
      event('task.warned', taskId, { warnings }),
      event('task.succeeded', taskId, { output }, { id: '😀'.repeat(128), source: 's'.repeat(256), time }),
    ];
    const posted = await post('/v1/events', JSON.stringify(events), BATCH);
    expect(json(posted).data.map(({ error }: { error: unknown }) => error)).toEqual([null, null, null, null]);
    const { position } = json(posted).data[3];
    const task = await api.ask(key, `${path}?min_position=${position}`, { headers: { prefer: 'wait=20' } });
    expect(json(task)).toMatchObject({ status: 'succeeded', started_at: '0001-01-02T00:00:00.000Z' });
    expect(Object.keys(json(task).input)).toHaveLength(20_000);
    const list = await api.ask(key, `/v1/tasks?ids=${taskId}&expand=all`);
    expect(json(list).data[0].output).toEqual(output);
    expect((await api.ask(key, `${path}/events`)).status).toBe(200);
    const stream = await api.open(key, `${path}/stream`);
    expect((await stream.next())?.data).toEqual(json(task));
  });

  it('asks for more scopes for money and erasure', async () => {
    const { taskId } = await newTask();
    const charge = JSON.stringify(event('task.charged', taskId, { entry_id: 'c', amount_credits: '1' }));
    const refused = await post('/v1/events', charge, STRUCTURED);
    expect(refused.status).toBe(403);
    expect(errorOf(refused.body).code).toBe('forbidden');
    const billing = await api.key('tenant_a', ['events:write', 'billing:write']);
    expect((await post('/v1/events', charge, STRUCTURED, billing)).status).toBe(202);
    const erasure = JSON.stringify(event('task.erased', taskId));
    expect((await post('/v1/events', erasure, STRUCTURED, billing)).status).toBe(403);
  });

  it.each([
    ['{', STRUCTURED, 400, 'malformed_json'],
    ['{}', STRUCTURED, 422, 'invalid_request'],
    ['{}', BATCH, 422, 'invalid_request'],
    ['{}', JSON_TYPE, 422, 'invalid_request'],
    ['', { ...JSON_TYPE, 'ce-id': 'a' }, 422, 'invalid_request'],
    ['', {}, 422, 'invalid_request'],
    ['7', JSON_TYPE, 422, 'invalid_request'],
    ['', STRUCTURED, 400, 'malformed_json'],
    ['{', { ...JSON_TYPE, 'ce-id': 'a' }, 400, 'malformed_json'],
    [`[${'{},'.repeat(500)}{}]`, JSON_TYPE, 422, 'invalid_request'],
    ['x', { 'content-type': 'application/cloudevents+avro' }, 415, 'unsupported_media_type'],
    ['[]', { 'content-type': 'application/cloudevents-batch+avro' }, 415, 'unsupported_media_type'],
    ['a', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['{}', { ...STRUCTURED, 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
    [' '.repeat(4 * 1024 * 1024 + 1), STRUCTURED, 413, 'payload_too_large'],
  ])('refuses %.9s as %j', async (body, headers, status, code) => {
    const answer = await post('/v1/events', body, headers);
    expect(answer.status).toBe(status);
    expect(errorOf(answer.body).code).toBe(code);
  });

  it('takes no events for another tenant', async () => {
    const other = await api.key('tenant_b', ['events:write']);
    const { taskId } = await newTask();
    const answer = await post('/v1/events', JSON.stringify(event('task.failed', taskId)), STRUCTURED, other);
    expect(answer.status).toBe(422);
    expect(errorOf(answer.body)).toMatchObject({ param: '/tenantid' });
  });
});

describe('POST /v1/tasks/{task_id}/cancel', () => {
  const cancel = (path: string, body = '', headers: Record<string, string> = JSON_TYPE) =>
    post(`${path}/cancel`, body, headers);

  it('asks once, shows it, and publishes nothing the second time', async () => {
    const { path } = await newTask();
    const answer = await cancel(path, '{"reason":"Enough."}');
    expect(answer.status).toBe(202);
    expect(taskEnvelope.strict().parse(json(answer)).cancel).toMatchObject({
      reason: 'Enough.',
      outcome: 'pending',
    });
    expect(json(answer).revision).toBe(2);
    for (const body of ['', 'null', '{"reason":null}', '{}']) {
      const again = await cancel(path, body);
      expect(again.status).toBe(202);
      expect(json(again)).toEqual(json(answer));
    }
    expect(await typesOf(path)).toEqual(['task.created', 'task.cancel_requested']);
  });

  it('takes a request that is named by more than an identifier', async () => {
    const { path } = await newTask();
    const named = { 'x-request-id': '4bf92f35/b34d.6a3c:7', 'transfer-encoding': 'chunked' };
    const answer = await cancel(path, '', named);
    expect(answer.headers['x-request-id']).toBe(named['x-request-id']);
    expect(json(answer).cancel).toMatchObject({ reason: null, outcome: 'pending' });
    expect(await typesOf(path)).toEqual(['task.created', 'task.cancel_requested']);
  });

  it('answers 200 for what has ended, unchanged', async () => {
    const { taskId, path } = await newTask();
    const done = await post('/v1/events', JSON.stringify(event('task.succeeded', taskId)), STRUCTURED);
    await api.ask(key, `${path}?min_position=${json(done).data[0].position}`, {
      headers: { prefer: 'wait=20' },
    });
    const answer = await cancel(path);
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject({ status: 'succeeded', cancel: null, revision: 2 });
  });

  it('shows the request although the projection is behind, and is safe to repeat with its key', async () => {
    const { path } = await newTask();
    const release = api.holdFolding();
    const headers = { ...JSON_TYPE, 'idempotency-key': 'one' };
    const [first, meanwhile] = await Promise.all([
      cancel(path, '{"reason":"Now."}', headers),
      new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
        cancel(path, '{"reason":"Now."}', headers),
      ),
    ]);
    expect(meanwhile.status).toBe(409);
    expect(errorOf(meanwhile.body)).toMatchObject({ code: 'request_in_progress', retryable: true });
    expect(first.status).toBe(202);
    expect(json(first)).toMatchObject({ revision: 1, cancel: { reason: 'Now.', outcome: 'pending' } });
    const repeated = await cancel(path, '{"reason":"Now."}', headers);
    expect(repeated.status).toBe(202);
    const other = await cancel(path, '{"reason":"Other."}', headers);
    expect(errorOf(other.body)).toMatchObject({ code: 'idempotency_conflict' });
    release();
    await expect.poll(() => typesOf(path), { timeout: 10_000 }).toHaveLength(3);
    const { data } = json(await api.ask(key, `${path}/events`));
    expect(data.map(({ disposition }: { disposition: string }) => disposition)).toEqual([
      'applied',
      'applied',
      'duplicate',
    ]);
    expect(data[1].id).toBe(data[2].id);
  });

  it('is refused', async () => {
    const { path } = await newTask();
    expect((await cancel('/v1/tasks/missing')).status).toBe(404);
    expect((await cancel(path, '{"reason":7}')).status).toBe(422);
    expect((await cancel(path, '{"why":"x"}')).status).toBe(422);
    expect((await cancel(path, '{')).status).toBe(400);
    expect((await cancel(path, '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await cancel(path, '', { 'idempotency-key': 'a b' })).status).toBe(422);
    for (const scopes of [['tasks:read'], ['admin', 'events:write']] satisfies Scope[][]) {
      const reader = await api.key('tenant_a', scopes);
      expect((await post(`${path}/cancel`, '', {}, reader)).status).toBe(403);
    }
    const foreign = await api.key('tenant_b', ['tasks:cancel']);
    expect((await post(`${path}/cancel`, '', {}, foreign)).status).toBe(404);
    expect(await typesOf(path)).toEqual(['task.created']);
  });
});

describe('DELETE /v1/tasks/{task_id}', () => {
  it('removes the content, at once for whoever asks', async () => {
    const { path } = await newTask({ ...CREATED, input: { secret: 1 }, metadata: { secret: 'x' } });
    const release = api.holdFolding();
    const first = await api.ask(key, path, { method: 'DELETE' });
    expect(first.status).toBe(202);
    expect(first.body).not.toContain('secret');
    expect(json(first)).toMatchObject({ data_removed: true, revision: 1 });
    release();
    await expect
      .poll(async () => json(await api.ask(key, path)), { timeout: 10_000 })
      .toMatchObject({ data_removed: true, revision: 2, input: {} });
    expect((await api.ask(key, path, { method: 'DELETE' })).status).toBe(200);
    const reader = await api.key('tenant_a', ['tasks:read', 'events:write']);
    expect((await api.ask(reader, path, { method: 'DELETE' })).status).toBe(403);
  });
});
