import {
  callbackAttemptsPage,
  ledgerEntryPage,
  taskEnvelope,
  taskList,
  taskUpdatesPage,
  timelinePage,
  usageList,
  usageRecordPage,
} from '@taskfold/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Taskfold } from '../client.ts';
import { createEvents } from '../events/index.ts';
import { allowed } from '../events/testing/arbitrary-data.ts';
import { buildEvent, PRODUCED_TYPES } from '../events/testing/build-event.ts';
import { DATA_RULES } from '../generated/event-rules.ts';
import { createTestServer } from './index.ts';

const events = createEvents({ source: '/tests' });
const anyEvent = (types: readonly (typeof PRODUCED_TYPES)[number][]) =>
  fc
    .constantFrom(...types)
    .chain((type) => allowed(DATA_RULES[type]).map((data) => buildEvent(events, type, data)));
const histories = fc
  .tuple(anyEvent(['task.created']), fc.array(anyEvent(PRODUCED_TYPES), { maxLength: 12 }))
  .map(([created, others]) => [created, ...others]);

/** What is read of a task, by the schema that the contract has for it. */
const READS = {
  '/v1/tasks/task_1': taskEnvelope,
  '/v1/tasks/task_1/events?limit=100': timelinePage,
  '/v1/tasks/task_1/usage': usageRecordPage,
  '/v1/tasks/task_1/ledger': ledgerEntryPage,
  '/v1/tasks/task_1/callback/attempts': callbackAttemptsPage,
  '/v1/tasks?expand=all': taskList,
  '/v1/usage?group_by=day,model,api_key_id,status': usageList,
  '/v1/task-updates?from=oldest&expand=all': taskUpdatesPage,
};

test('whatever valid events are published, all that is read keeps to the contract, and says the same of the task', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const server = await createTestServer({ callbackSchedule: [] });
      try {
        server.publish(...history);
        await server.idle();
        const headers = { authorization: `Bearer ${server.apiKey}` };
        for (const [path, schema] of Object.entries(READS)) {
          const response = await fetch(`${server.url}${path}`, { headers });
          const result = schema.safeParse(await response.json());
          expect(result.error?.issues ?? [], path).toEqual([]);
        }
        const taskfold = new Taskfold({ apiKey: server.apiKey, baseUrl: server.url });
        const task = await taskfold.tasks.get('task_1');
        const [listed] = await taskfold.tasks.list({ expand: ['all'] }).toArray();
        expect(task).toMatchObject(listed ?? {});
        const timeline = await taskfold.tasks.timeline('task_1', { limit: 5 }).toArray();
        expect(timeline.slice(0, history.length).map(({ id }) => id)).toEqual(history.map(({ id }) => id));
        expect(timeline.at(-1)?.revision).toBe(task.revision);
        expect(timeline.filter(({ disposition }) => disposition === 'applied').length).toBe(task.revision);
      } finally {
        await server.close();
      }
    }),
    { numRuns: 40 },
  );
});
