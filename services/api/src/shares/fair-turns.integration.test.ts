import { at, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import { lockTable } from '../testing/locked-table.ts';

const api = apiOnDatabase({ STATEMENT_TIMEOUT_MS: '30000', REQUEST_TIMEOUT_MS: '60000' });
let greedy = '';
let other = '';

beforeAll(async () => {
  greedy = await api.key('greedy', ['tasks:read', 'admin']);
  other = await api.key('other', ['tasks:read', 'admin']);
  await api.append(
    ['greedy', 'other'].map((tenantId) =>
      sampleEvent('task.created', { capability: 'chat', model: 'm' }, { taskId: 'a', tenantId, time: at(0) }),
    ),
  );
});

/** Makes every sum wait, as if it were slow. Lists and keys do not read this table. */
const slowSums = () => lockTable(api, 'ledger_entries');

const newKey = (key: string) =>
  api.ask(key, '/v1/keys', {
    method: 'POST',
    body: JSON.stringify({ name: 'n', scopes: ['tasks:read'] }),
    headers: { 'content-type': 'application/json' },
  });

describe('a tenant that floods the database with sums', () => {
  it('waits for itself: lists of others, reads and new keys are answered before the first of its sums', async () => {
    const release = await slowSums();
    const order: string[] = [];
    const note = (name: string) => (answer: { readonly status: number }) => {
      order.push(`${name} ${answer.status}`);
    };
    const flood = Array.from({ length: 120 }, () => api.ask(greedy, '/v1/usage').then(note('sum')));
    await Promise.all([
      api.ask(other, '/v1/tasks').then(note('list')),
      api.ask(other, '/v1/tasks/a').then(note('read')),
      api.ask(other, '/v1/tasks/a/events').then(note('timeline')),
      newKey(other).then(note('key')),
      newKey(greedy).then(note('own key')),
    ]);
    // Two run and a hundred wait; what goes beyond is refused at once, and nothing else is.
    const refused = order.filter((line): boolean => line === 'sum 429');
    expect(refused).toHaveLength(18);
    const served = order.filter((line) => !refused.includes(line));
    expect(served.toSorted()).toEqual(['key 201', 'list 200', 'own key 201', 'read 200', 'timeline 200']);
    await release();
    await Promise.all(flood);
    expect(order.filter((line) => line === 'sum 200')).toHaveLength(102);
  });
});
