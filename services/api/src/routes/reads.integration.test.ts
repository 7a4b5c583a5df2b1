import {
  type Instant,
  ledgerEntryPage,
  METERS,
  taskList,
  timelinePage,
  usageList,
  usageRecordPage,
} from '@taskfold/contract';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({ PAGE_MAX_BYTES: '40' });
let key = '';
let other = '';

const created = (taskId: string, seconds: number, tenantId = 'tenant_a') =>
  sampleEvent(
    'task.created',
    {
      capability: 'chat',
      model: seconds % 2 === 0 ? 'even' : 'odd',
      input: jsonText('{"seed":9007199254740993}'),
      metadata: { 'key/~': 'ü &=' },
    },
    { taskId, tenantId, time: at(seconds) },
  );

beforeAll(async () => {
  key = await api.key('tenant_a');
  other = await api.key('tenant_b');
  await api.append([
    ...[0, 1, 2, 3, 4].map((number) => created(`task_${number}`, number)),
    created('task_0', 9, 'tenant_b'),
    sampleEvent('task.charged', { entry_id: 'c', amount_credits: '1.5' }, { taskId: 'task_0' }),
    sampleEvent('task.usage_recorded', { input_tokens: 9007199254740991, lines: [] }, { taskId: 'task_0' }),
  ]);
});

const json = ({ body }: Answer) => JSON.parse(body);
const ids = (answer: Answer) => json(answer).data.map(({ task_id }: { task_id: string }) => task_id);

describe('GET /v1/tasks', () => {
  it('lists the newest first, a page at a time', async () => {
    const first = await api.ask(key, '/v1/tasks?limit=2');
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      vary: 'Authorization, Accept-Encoding',
    });
    expect(ids(first)).toEqual(['task_4', 'task_3']);
    const page = taskList.strict().parse(json(first));
    expect(page.has_more).toBe(true);
    expect(page.data[0]).not.toHaveProperty('input');

    await api.append([created('task_5', 5), sampleEvent('task.started', {}, { taskId: 'task_2' })]);
    const second = await api.ask(key, `/v1/tasks?limit=2&cursor=${page.next_cursor}`);
    expect(ids(second)).toEqual(['task_2', 'task_1']);
    const last = await api.ask(key, `/v1/tasks?limit=2&cursor=${json(second).next_cursor}&expand=input`);
    expect(ids(last)).toEqual(['task_0']);
    expect(last.body).toContain('"input":{"seed":9007199254740993}');
    expect(json(last)).toMatchObject({ has_more: false, next_cursor: null });
  });

  it('filters, the same filters in any order having the same cursors', async () => {
    const pair = `metadata[key%2F~]=${encodeURIComponent('ü &=')}`;
    const first = await api.ask(key, `/v1/tasks?limit=1&model=even&${pair}&order=asc`);
    expect(ids(first)).toEqual(['task_0']);
    const cursor = json(first).next_cursor;
    const second = await api.ask(key, `/v1/tasks?cursor=${cursor}&order=asc&${pair}&model=even&expand=all`);
    expect(ids(second)).toEqual(['task_2', 'task_4']);
  });

  it.each(['&model=odd', '&order=asc', '&status=queued'])(
    'takes no cursor of other filters: %s',
    async (change) => {
      const { next_cursor: cursor } = json(await api.ask(key, '/v1/tasks?limit=1'));
      const answer = await api.ask(key, `/v1/tasks?limit=1&cursor=${cursor}${change}`);
      expect(answer.status).toBe(400);
      expect(errorOf(answer.body)).toMatchObject({ code: 'invalid_cursor', param: '/cursor' });
    },
  );

  it('takes no cursor of another tenant', async () => {
    const { next_cursor: cursor } = json(await api.ask(key, '/v1/tasks?limit=1'));
    expect((await api.ask(other, `/v1/tasks?limit=1&cursor=${cursor}`)).status).toBe(400);
  });

  it('ends a page at the bytes that it may hold, and goes on from there: lists, ids and the feed', async () => {
    for (const path of [
      '/v1/tasks?order=asc',
      '/v1/tasks?ids=missing,task_0,task_1,gone,task_2,task_3,task_4,none',
      '/v1/task-updates?from=oldest',
    ]) {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const where = cursor === '' ? path : `${path.replace('?from=oldest', '?')}&cursor=${cursor}`;
        const answer = await api.ask(key, `${where}&expand=all`.replace('?&', '?'));
        expect(ids(answer).length, where).toBeLessThanOrEqual(2);
        found.push(...ids(answer));
        cursor = json(answer).has_more ? json(answer).next_cursor : null;
      }
      // In the feed, a task that changed again comes again.
      const once = path.includes('updates') ? [...new Set(found)] : found;
      expect(once.filter((id) => id !== 'task_5').toSorted(), path).toEqual([
        'task_0',
        'task_1',
        'task_2',
        'task_3',
        'task_4',
      ]);
    }
    const first = json(await api.ask(key, '/v1/tasks?ids=task_0,task_1,task_2&expand=input'));
    const foreign = await api.ask(key, `/v1/tasks?ids=task_0,task_2&cursor=${first.next_cursor}`);
    expect(errorOf(foreign.body).code).toBe('invalid_cursor');
  });

  it('gets tasks by their ids, in that order, each once, and no foreign ones', async () => {
    const answer = await api.ask(key, '/v1/tasks?ids=task_3,missing,task_0,task_3&expand=billing');
    expect(ids(answer)).toEqual(['task_3', 'task_0']);
    expect(json(answer).data[1].billing.charged_credits).toBe('1.5000');
    expect(ids(await api.ask(other, '/v1/tasks?ids=task_3,task_0'))).toEqual(['task_0']);
  });

  it('gets tasks by ids that are too many and too long for most URLs, in a body and in a query', async () => {
    const long = Array.from({ length: 98 }, (_, index) => `i${index}`.padEnd(128, 'x'));
    const asked = ['task_3', ...long, 'task_0'];
    const body = JSON.stringify({ ids: asked, expand: ['billing'] });
    const headers = { 'content-type': 'application/json' };
    const posted = await api.ask(key, '/v1/tasks/batch-get', { method: 'POST', headers, body });
    expect(ids(posted)).toEqual(['task_3', 'task_0']);
    const queried = await api.ask(key, `/v1/tasks?ids=${asked.join('%2C')}&expand=billing`);
    expect(queried.body).toBe(posted.body);
    const repeated = await api.ask(
      key,
      `/v1/tasks?${asked.map((id) => `ids=${id}`).join('&')}&expand=billing`,
    );
    expect(repeated.body).toBe(posted.body);
    const first = await api.ask(key, '/v1/tasks/batch-get', {
      method: 'POST',
      headers,
      body: '{"ids":["task_0","task_1","task_2","task_3"],"expand":["all"],"cursor":null}',
    });
    const { next_cursor: cursor } = json(first);
    const rest = { ids: ['task_0', 'task_1', 'task_2', 'task_3'], expand: ['all'], cursor };
    const second = await api.ask(key, '/v1/tasks/batch-get', {
      ...{ method: 'POST', headers, body: JSON.stringify(rest) },
    });
    expect([...ids(first), ...ids(second)]).toEqual(rest.ids);
    const foreign = await api.ask(other, '/v1/tasks/batch-get', { method: 'POST', headers, body });
    expect(ids(foreign)).toEqual(['task_0']);
  });

  it.each([
    ['{}', '/ids', '`ids` is missing: it must be an array.'],
    ['{"ids":[]}', '/ids', '`ids` must be 1 to 100 ids.'],
    ['{"ids":["a b"]}', '/ids/0', '`ids[0]` must be 1 to 128 of the characters A-Z a-z 0-9 _ -.'],
    ['{"ids":["a"],"expand":["more"]}', '/expand/0', '`expand[0]` must be one of input,'],
    ['{"ids":["a"],"what":1}', '/what', '`what` is not known here.'],
    ['[]', '', 'The request must be an object.'],
  ])('says in a sentence what is wrong with %s', async (body, param, sentence) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await api.ask(key, '/v1/tasks/batch-get', { method: 'POST', headers, body });
    expect(answer.status).toBe(422);
    const error = errorOf(answer.body);
    expect(error).toMatchObject({ param, message: expect.stringContaining(sentence) });
    expect(error).toMatchObject({ details: { errors: [{ param, message: error.message }] } });
  });

  it('has a task that is called as the route is', async () => {
    expect((await api.ask(key, '/v1/tasks/batch-get')).status).toBe(404);
    const answer = await api.ask(key, '/v1/tasks/batch-get', { method: 'PUT' });
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  });

  it('names what is wrong with a query', async () => {
    const answer = await api.ask(key, '/v1/tasks?limit=0&sort=up');
    expect(answer.status).toBe(422);
    expect(errorOf(answer.body)).toMatchObject({
      code: 'invalid_request',
      param: '/limit',
      message: '`limit` must be a whole number from 1 to 100. That is the first of 2 faults.',
      details: { errors: [{ param: '/limit' }, { param: '/sort' }] },
    });
  });
});

describe('GET /v1/tasks/{task_id}/events', () => {
  it('tells what happened, a page at a time', async () => {
    const first = await api.ask(key, '/v1/tasks/task_0/events?limit=2');
    const page = timelinePage.strict().parse(json(first));
    expect(page.data.map(({ type }) => type)).toEqual(['task.created', 'task.charged']);
    const second = await api.ask(key, `/v1/tasks/task_0/events?limit=2&cursor=${page.next_cursor}`);
    expect(json(second)).toMatchObject({ data: [{ type: 'task.usage_recorded' }], has_more: false });
    const elsewhere = await api.ask(key, `/v1/tasks/task_1/events?limit=2&cursor=${page.next_cursor}`);
    expect(errorOf(elsewhere.body).code).toBe('invalid_cursor');
  });

  it('knows no task of another tenant', async () => {
    const foreign = await api.ask(other, '/v1/tasks/task_1/events');
    expect(foreign.status).toBe(404);
    expect(errorOf(foreign.body)).toEqual(errorOf((await api.ask(key, '/v1/tasks/no/events')).body));
  });
});

describe('GET /v1/tasks/{task_id}/usage and /ledger', () => {
  const TASK = { tenantId: 'tenant_busy', taskId: 'task_busy' };
  let busy = '';
  const usage = (number: number, count: number) =>
    sampleEvent(
      'task.usage_recorded',
      {
        input_tokens: 9007199254740991,
        lines: Array.from({ length: count }, () => ({
          meter: 'input_tokens',
          quantity: '1.50',
          unit: 'token',
          billed_amount_credits: '0.00000001',
        })),
      },
      { ...TASK, id: `u${String(number).padStart(3, '0')}`, time: at(number) },
    );
  const charge = (number: number) =>
    sampleEvent(
      'task.charged',
      { entry_id: `c${number}`, amount_credits: '0.5', estimated: number === 1 },
      { ...TASK, id: `c${number}` },
    );

  beforeAll(async () => {
    busy = await api.key('tenant_busy');
    await api.append([
      sampleEvent('task.created', { capability: 'chat', model: 'm' }, TASK),
      ...Array.from({ length: 30 }, (_none, number) => usage(number, 5)),
      ...[1, 2, 3].map(charge),
      sampleEvent('task.refunded', { entry_id: 'c1', amount_credits: '1', reason: 'Sorry.' }, TASK),
    ]);
  });

  it('show with every digit what a task shows the sums and the beginning of', async () => {
    const task = json(await api.ask(busy, '/v1/tasks/task_busy'));
    expect(task.usage.lines).toHaveLength(100);
    expect(task.usage).toMatchObject({ lines_truncated: 50, credits: '0.0000015' });
    const first = await api.ask(busy, '/v1/tasks/task_busy/usage?limit=2');
    expect(first.status).toBe(200);
    expect(first.body).toContain('"input_tokens":9007199254740991,');
    const page = usageRecordPage.strict().parse(json(first));
    expect(page).toMatchObject({
      has_more: true,
      data: [
        { event_id: 'u000', source: '/worker', time: '2026-11-24T10:00:00.000Z', credits: '0.00000005' },
        { event_id: 'u001' },
      ],
    });
    expect(page.data[0]?.lines).toEqual(Array(5).fill(task.usage.lines[0]));
  });

  it('go on from page to page, none twice and none left out while others arrive', async () => {
    const read: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = usageRecordPage.parse(
        json(await api.ask(busy, `/v1/tasks/task_busy/usage?limit=7${more}`)),
      );
      read.push(...page.data.map(({ event_id: id }) => id));
      cursor = page.next_cursor;
      await api.append([usage(100 + read.length, 1)]);
    }
    expect(read).toEqual([...new Set(read)].sort());
    expect(read.filter((id) => id < 'u100')).toHaveLength(30);
  });

  it('list charges and then refunds', async () => {
    const first = await api.ask(busy, '/v1/tasks/task_busy/ledger?limit=3');
    const page = ledgerEntryPage.strict().parse(json(first));
    expect(page.data.map(({ kind, entry_id: id, estimated }) => [kind, id, estimated])).toEqual([
      ['charge', 'c1', true],
      ['charge', 'c2', false],
      ['charge', 'c3', false],
    ]);
    const second = await api.ask(busy, `/v1/tasks/task_busy/ledger?limit=3&cursor=${page.next_cursor}`);
    expect(json(second)).toMatchObject({
      has_more: false,
      next_cursor: null,
      data: [
        {
          kind: 'refund',
          entry_id: 'c1',
          reason: 'Sorry.',
          amount_credits: '1.0000',
          amount_credits_usd_reference: '0.0010',
        },
      ],
    });
    const elsewhere = await api.ask(busy, `/v1/tasks/task_busy/usage?cursor=${page.next_cursor}`);
    expect(errorOf(elsewhere.body).code).toBe('invalid_cursor');
  });

  it('know no task of another tenant', async () => {
    for (const part of ['usage', 'ledger']) {
      const foreign = await api.ask(other, `/v1/tasks/task_busy/${part}`);
      expect(foreign.status).toBe(404);
      expect(errorOf(foreign.body)).toEqual(errorOf((await api.ask(busy, `/v1/tasks/no/${part}`)).body));
    }
  });
});

describe('GET /v1/usage', () => {
  it('adds up with every digit', async () => {
    const answer = await api.ask(key, '/v1/usage?group_by=day,model');
    expect(answer.body).toContain('"input_tokens":9007199254740991,');
    expect(usageList.parse(json(answer)).data).toEqual([
      {
        day: '2026-11-24',
        model: 'even',
        tasks: 1,
        ...Object.fromEntries(METERS.map((meter) => [meter, 0])),
        input_tokens: 9007199254740991,
        charged_credits: '1.5000',
        refunded_credits: '0.0000',
        net_charged_credits: '1.5000',
      },
    ]);
    const from = '2026-11-25T00:00:00Z' as Instant;
    expect(json(await api.ask(key, `/v1/usage?from=${from}`)).data).toMatchObject([{ tasks: 0 }]);
    expect(json(await api.ask(other, '/v1/usage?group_by=model')).data).toEqual([]);
  });
});
