import { beforeAll, expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const { ask, pool } = operatorsOnDatabase();

interface List {
  readonly data: readonly { readonly audit_id: number; readonly subject: string }[];
  readonly next_cursor: string | null;
}

beforeAll(async () => {
  await pool().query(`
    INSERT INTO audit_log (actor, action, subject, details)
    SELECT CASE WHEN n % 2 = 0 THEN 'ann' ELSE 'bob' END, 'dead_letter.discarded', 'dead_letter/task.events/0/' || n,
      jsonb_build_object('reason', 'ticket ' || n)
    FROM generate_series(0, 6) AS n`);
});

it('shows what was done last first, page by page, by who did it and to what', async () => {
  const subjects: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await ask('GET', `/operator/audit?limit=3${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    const { data, next_cursor } = body as List;
    subjects.push(...data.map(({ subject }) => subject));
    cursor = next_cursor;
  }
  expect(subjects).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `dead_letter/task.events/0/${n}`));
  for (const [query, count] of [
    ['actor=ann', 4],
    ['actor=bob&subject=dead_letter/task.events/0/3', 1],
    ['action=tenant.created', 0],
  ] as const) {
    const { body } = await ask('GET', `/operator/audit?${query}`);
    expect((body as List).data.length, query).toBe(count);
  }
});

it('has what is done here as soon as it is done, with the reason', async () => {
  const act = { actor: 'ann', reason: 'contract 17' };
  await ask('POST', '/operator/tenants', { tenant_id: 'acme', ...act });
  const { body } = await ask('GET', '/operator/audit?limit=1&subject=tenant/acme');
  expect(body).toMatchObject({
    data: [
      { object: 'audit_entry', actor: 'ann', action: 'tenant.created', details: { reason: 'contract 17' } },
    ],
    has_more: false,
  });
});

it('refuses what it does not know, and cursors of other questions', async () => {
  for (const query of ['limit=501', 'odd=1', 'actor='])
    expect(await ask('GET', `/operator/audit?${query}`), query).toMatchObject({ status: 422 });
  const { body } = await ask('GET', '/operator/audit?limit=1');
  const { next_cursor: cursor } = body as List;
  for (const query of ['cursor=x', `actor=ann&cursor=${cursor}`])
    expect(await ask('GET', `/operator/audit?${query}`), query).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_cursor' } },
    });
});
