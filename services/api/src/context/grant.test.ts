import type { ListTasksQuery } from '@taskfold/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applies, narrowed, type TaskFilter } from './grant.ts';

const id = fc.constantFrom('a', 'b');
const metadata = fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), id);
const filter: fc.Arbitrary<TaskFilter> = fc.record({
  projectId: fc.option(id),
  clientRequestId: fc.option(id),
  metadata: metadata.map(Object.entries),
});
const asked = fc.record({
  project_id: fc.option(id, { nil: undefined }),
  client_request_id: fc.option(id, { nil: undefined }),
  metadata: fc.option(metadata, { nil: undefined }),
});
const facts = fc.record({
  project_id: fc.option(id),
  client_request_id: fc.option(id),
  metadata: metadata.map((pairs) => JSON.stringify(pairs)),
});

/** A query's filters as a filter. */
const filterOf = ({
  project_id,
  client_request_id,
  metadata: pairs,
}: Partial<ListTasksQuery>): TaskFilter => ({
  projectId: project_id ?? null,
  clientRequestId: client_request_id ?? null,
  metadata: Object.entries(pairs ?? {}),
});

it('a narrowed query finds exactly what the query and the filter both let through', () => {
  fc.assert(
    fc.property(asked, filter, facts, (query, within, task) => {
      const result = narrowed({ order: 'desc', limit: 20, ...query } as ListTasksQuery, within);
      const found = result !== null && applies(filterOf(result), task);
      expect(found).toBe(applies(filterOf(query), task) && applies(within, task));
    }),
    { numRuns: 1000 },
  );
});

it('a pair is one of the task itself', () => {
  const within = { projectId: null, clientRequestId: null, metadata: [['toString', 'x'] as const] };
  expect(applies(within, { project_id: null, client_request_id: null, metadata: '{}' })).toBe(false);
});
