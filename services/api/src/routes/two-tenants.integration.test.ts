import { METERS, NEED_NAMES } from '@taskfold/contract';
import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';
import { TWIN_TASKS, TWINS, type TwinTenant, twinEvents } from '../testing/two-tenants.ts';

// Whatever can be asked, asked by two tenants that have the same tasks: a row that slips across is one too many, or has the
// mark of the other.

const api = apiOnDatabase();
const keys = new Map<TwinTenant, string>();
const [first, second] = TWINS;
const keyOf = (twin: TwinTenant) => keys.get(twin) ?? '';
const otherThan = (twin: TwinTenant) => (twin === first ? second : first);

beforeAll(async () => {
  for (const twin of TWINS) {
    keys.set(twin, await api.key(twin.tenantId, ['tasks:read', 'tasks:cancel', 'admin']));
    await api.append(twinEvents(twin));
    await api.sql(
      `INSERT INTO callback_attempts (tenant_id, task_id, type, attempt, recorded_at, delivery_id, started_at, duration_ms,
         outcome, error, status_code, next_attempt_at, kafka_partition)
       SELECT $1, 'callback', 'task.succeeded', attempt, now() + attempt * interval '1 ms', 'cb_' || $2, now(), 12, 'retrying',
         'http_5xx', 503, now(), 0
       FROM generate_series(1, 3) AS attempt`,
      [twin.tenantId, twin.mark],
    );
  }
});

const json = ({ body }: Answer) => JSON.parse(body);
type Row = Readonly<Record<string, unknown>>;

/** Asks for one of them; the answer must hold nothing of the other. */
async function ask(twin: TwinTenant, path: string): Promise<Answer> {
  const answer = await api.ask(keyOf(twin), path);
  expect(answer.status, `${path}: ${answer.body}`).toBe(200);
  expect(answer.body, path).not.toContain(otherThan(twin).mark);
  return answer;
}

/** Every row of a list, page by page. */
async function allRows(twin: TwinTenant, path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const answer = await ask(twin, `${path}${cursor && `&cursor=${cursor}`}`);
    const page = json(answer);
    rows.push(...page.data);
    if (!page.has_more) return rows;
    cursor = page.next_cursor;
  }
}

/** Every change from the beginning. A cursor takes the place of `from`. */
async function changesOf(twin: TwinTenant): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let where = 'from=oldest'; ; ) {
    const page = json(await ask(twin, `/v1/task-updates?expand=all&limit=2&${where}`));
    rows.push(...page.data);
    if (!page.has_more) return rows;
    where = `cursor=${page.next_cursor}`;
  }
}

const ENDED = TWIN_TASKS.filter((task) => task !== 'attention');
/** Each filter of the list, and what either has of it. */
const LISTS: readonly (readonly [query: string, tasks: readonly string[]])[] = [
  ['order=asc', TWIN_TASKS],
  ['order=asc&limit=2', TWIN_TASKS],
  ['order=asc&status=failed,canceled', ['refund', 'over_refund']],
  ['order=asc&status=queued,running', ['attention']],
  ['order=asc&capability=chat', TWIN_TASKS],
  ['order=asc&model=shared', TWIN_TASKS],
  ['order=asc&project_id=shared', TWIN_TASKS],
  ['order=asc&api_key_id=shared', TWIN_TASKS],
  ['without=project_id', []],
  ['order=asc&metadata[shared]=yes', TWIN_TASKS],
  ['client_request_id=request-charge', ['charge']],
  ['error_code=refused', ['refund']],
  ['callback_status=failed', ['callback']],
  [`order=asc&created_after=${at(20)}`, TWIN_TASKS.slice(2)],
  [`order=asc&created_before=${at(20)}`, TWIN_TASKS.slice(0, 2)],
  [`order=asc&completed_after=${at(20)}`, ENDED.slice(2)],
  [`order=asc&completed_before=${at(20)}`, ENDED.slice(0, 2)],
  [`order=asc&entry_after=${at(20)}`, ['charge', 'over_refund', 'conflict', 'callback']],
  [`entry_after=${at(10)}&entry_before=${at(20)}`, ['refund']],
  ['ids=conflict,usage,missing', ['conflict', 'usage']],
  ...NEED_NAMES.map((need) => [`needs=${need}`, [need]] as const),
  [
    `order=asc&model=shared&capability=chat&status=succeeded&metadata[shared]=yes&created_after=${at(0)}`,
    ['usage', 'charge', 'conflict', 'callback'],
  ],
];

describe.each(TWINS)('what $tenantId gets', (twin) => {
  it.each(LISTS)('as the list by %s is its own', async (query, tasks) => {
    const rows = await allRows(twin, `/v1/tasks?expand=all&${query}`);
    expect(rows.map(({ task_id }) => task_id)).toEqual(tasks);
    for (const row of rows) expect(row.metadata).toMatchObject({ mark: twin.mark });
  });

  it('by what only the other has is nothing', async () => {
    expect(await allRows(twin, `/v1/tasks?metadata[mark]=${otherThan(twin).mark}`)).toEqual([]);
  });

  it.each(TWIN_TASKS)('as the task %s, its timeline and its stream is its own', async (taskId) => {
    const path = `/v1/tasks/${taskId}`;
    const task = await ask(twin, `${path}?min_revision=1&min_position=0:1`);
    expect(json(task).metadata.mark).toBe(twin.mark);
    const events = twinEvents(twin).filter((event) => event.taskId === taskId);
    const timeline = await allRows(twin, `${path}/events?limit=2`);
    expect(timeline.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
    const stream = await api.open(keyOf(twin), `${path}/stream`);
    expect(JSON.stringify(await stream.next())).toContain(twin.mark);
    stream.close();
  });

  it('as usage records and ledger is its own', async () => {
    const records = await allRows(twin, '/v1/tasks/conflict/usage?limit=1');
    expect(records).toMatchObject([{ input_tokens: 10 * twin.factor, lines: [{ meter: twin.mark }] }]);
    const entries = await allRows(twin, '/v1/tasks/over_refund/ledger?limit=1');
    expect(entries.map(({ amount_credits: amount }) => Number(amount))).toEqual([
      1 * twin.factor,
      3 * twin.factor,
    ]);
    expect(entries[1]?.reason).toBe(twin.mark);
  });

  it('as the delivery log is its own', async () => {
    const rows = await allRows(twin, '/v1/tasks/callback/callback/attempts?limit=2');
    expect(rows.map(({ attempt, delivery_id }) => [attempt, delivery_id])).toEqual(
      [1, 2, 3].map((attempt) => [attempt, `cb_${twin.mark}`]),
    );
  });

  it('as changes is its own, by polls and by events', async () => {
    const rows = await changesOf(twin);
    expect(new Set(rows.map(({ task_id }) => task_id))).toEqual(new Set(TWIN_TASKS));
    for (const row of rows) expect(row.metadata).toMatchObject({ mark: twin.mark });
    const stream = await api.open(keyOf(twin), '/v1/task-updates?from=oldest&expand=all');
    for (const _ of TWIN_TASKS) {
      const event = JSON.stringify(await stream.next());
      expect(event).toContain(twin.mark);
      expect(event).not.toContain(otherThan(twin).mark);
    }
    stream.close();
  });

  it('as counts by hour and status is its own', async () => {
    const range = `created_after=${at(0)}&created_before=${at(3600)}`;
    const { data } = json(await ask(twin, `/v1/task-counts?${range}`));
    expect(data.map(({ status, tasks }: Row) => [status, tasks])).toEqual([
      ['canceled', 1],
      ['failed', 1],
      ['queued', 1],
      ['succeeded', 4],
    ]);
  });

  it('as who asks is itself', async () => {
    expect(json(await ask(twin, '/v1/me'))).toMatchObject({ tenant_id: twin.tenantId });
  });

  it('as keys and secrets is its own', async () => {
    const { data } = json(await ask(twin, '/v1/keys?limit=1'));
    expect(data).toHaveLength(1);
    expect(await allRows(twin, '/v1/keys?limit=1')).toHaveLength(1);
    expect(json(await ask(twin, '/v1/callback-secrets')).data).toEqual([]);
  });
});

/** What one is charged for all of its tasks, and what it used. */
const SUMS = { tasks: 5, input_tokens: 30, charged: 17, refunded: 3 };
const GROUPS = ['day', 'capability', 'model', 'project_id', 'status'];

describe('sums of usage', () => {
  const RANGES = ['', `&from=${at(0)}`, `&to=${at(3600)}`, `&from=${at(0)}&to=${at(3600)}`];
  const questions = ['', ...GROUPS, GROUPS.join(','), 'status,model'].flatMap((groups) =>
    RANGES.map((range) => `/v1/usage?${groups && `group_by=${groups}`}${range}`),
  );

  it.each(questions)('of each are of its own entries: %s', async (path) => {
    const [own, other] = await Promise.all(
      TWINS.map(async (twin) => json(await ask(twin, path)).data.map((row: Row) => scaled(row, twin.factor))),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(other).toEqual(own);
    const sum = (name: string) => own.reduce((total: number, row: Row) => total + Number(row[name]), 0);
    expect({
      tasks: sum('tasks'),
      input_tokens: sum('input_tokens'),
      charged: sum('charged_credits'),
      refunded: sum('refunded_credits'),
    }).toEqual(SUMS);
    expect(sum('net_charged_credits')).toBe(SUMS.charged - SUMS.refunded);
  });

  /** A row of one whose amounts are divided by its factor: both must be the same then. */
  function scaled(row: Row, factor: number): Row {
    const amounts = [...METERS, 'charged_credits', 'refunded_credits', 'net_charged_credits'];
    return { ...row, ...Object.fromEntries(amounts.map((name) => [name, Number(row[name]) / factor])) };
  }
});

describe('a cursor of one', () => {
  it.each([
    '/v1/tasks?limit=1',
    '/v1/tasks?limit=1&status=succeeded',
    '/v1/tasks/conflict/events?limit=1',
    '/v1/tasks/over_refund/ledger?limit=1',
    '/v1/tasks/callback/callback/attempts?limit=1',
    '/v1/task-updates?limit=1',
  ])('is none of the other: %s', async (path) => {
    const more = path.startsWith('/v1/task-updates') ? '&from=oldest' : '';
    const { next_cursor: cursor } = json(await ask(first, path + more));
    expect(cursor).toEqual(expect.any(String));
    expect((await api.ask(keyOf(first), `${path}&cursor=${cursor}`)).status).toBe(200);
    const refused = await api.ask(keyOf(second), `${path}&cursor=${cursor}`);
    expect(refused.status).toBe(400);
    expect(errorOf(refused.body).code).toBe('invalid_cursor');
  });

  it('of the keys is none of the other', async () => {
    await api.key(first.tenantId);
    const { next_cursor: cursor } = json(await ask(first, '/v1/keys?limit=1'));
    const refused = await api.ask(keyOf(second), `/v1/keys?limit=1&cursor=${cursor}`);
    expect(errorOf(refused.body).code).toBe('invalid_cursor');
  });
});

describe('what happens to a task of one', () => {
  it('wakes nobody who waits for the same id as the other', async () => {
    const before = await ask(second, '/v1/tasks/attention');
    const now = json(await ask(second, '/v1/task-updates')).next_cursor;
    const stream = await api.open(keyOf(second), '/v1/tasks/attention/stream');
    await stream.next();
    let woken = false;
    const next = stream.next().then(() => {
      woken = true;
    });
    const held = Promise.all([
      api.ask(keyOf(second), '/v1/tasks/attention', {
        headers: { prefer: 'wait=1', 'if-none-match': String(before.headers.etag) },
      }),
      api.ask(keyOf(second), `/v1/task-updates?wait=1&cursor=${now}`),
    ]);
    const attributes = { tenantId: first.tenantId, taskId: 'attention', id: 'later', time: at(500) };
    await api.append([sampleEvent('task.progressed', { percent: 50, message: first.mark }, attributes)]);
    const [task, changes] = await held;
    expect(task.status).toBe(304);
    expect(json(changes).data).toEqual([]);
    expect(woken).toBe(false);
    stream.close();
    await next;
    expect(json(await ask(first, '/v1/tasks/attention')).progress.percent).toBe(50);
    expect(json(await ask(second, '/v1/tasks/attention')).progress.percent).toBe(5);
  });
});

describe('the questions above', () => {
  it('ask with every parameter of every route that reads', () => {
    const asked: Readonly<Record<string, readonly string[]>> = {
      listTasks: [...LISTS.flatMap(([query]) => namesOf(query)), 'expand', 'cursor'],
      getTask: ['min_revision', 'min_position'],
      listTaskEvents: ['limit', 'cursor'],
      listTaskUsage: ['limit', 'cursor'],
      listTaskLedger: ['limit', 'cursor'],
      listCallbackAttempts: ['limit', 'cursor'],
      listTaskUpdates: ['from', 'limit', 'expand', 'cursor', 'wait'],
      getUsage: ['group_by', 'from', 'to'],
      countTasks: ['created_after', 'created_before'],
      listKeys: ['limit', 'cursor'],
      ...{ getMe: [], streamTask: [], listCallbackSecrets: [], getOpenApi: [], getDocs: [] },
      ...{ getOpenApi30: [], getAsyncApi: [] },
    };
    const described = Object.values(openApi.paths).flatMap((methods) => Object.entries(methods));
    for (const [method, operation] of described) {
      if (method !== 'get') continue;
      const parameters: readonly { readonly in?: string; readonly name?: string }[] = operation.parameters;
      const names = parameters.filter((each) => each.in === 'query').map(({ name = '' }) => name);
      expect([...new Set(asked[operation.operationId])].sort(), operation.operationId).toEqual(names.sort());
    }
  });

  function namesOf(query: string): readonly string[] {
    return [...new URLSearchParams(query).keys()].map((name) => name.replace(/\[.*/, ''));
  }
});
