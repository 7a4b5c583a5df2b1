import { expect, it } from 'vitest';
import { countStatuses } from './statuses.ts';

it('shows how often each operation answered with what, and which never with a 2xx', () => {
  const statuses = countStatuses();
  statuses.count('early', 200);
  statuses.reset();
  for (const status of [404, 200, 404]) statuses.count('getTask', status);
  statuses.count('createKey', 422);
  statuses.count(null, 405);
  const operations = ['getTask', 'createKey', 'early'];
  expect(statuses.table(operations).split('\n')).toEqual([
    'getTask    200 × 1, 404 × 2',
    'createKey  422 × 1',
    'early      -',
    'none       405 × 1',
  ]);
  expect(statuses.unreached(operations)).toEqual(['createKey', 'early']);
});
