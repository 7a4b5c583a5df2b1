import { MAX_EVENT_BYTES } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { type CheckedEvent, checkEvent } from './check-event.ts';

const CALLER = { keyId: 'key_of_the_request', tenantId: 'acme', scopes: new Set<never>() };
const EVENT = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/worker',
  type: 'task.progressed',
  time: '2026-11-24T10:00:00Z',
  subject: 'task_1',
};
function accepted(checked: CheckedEvent) {
  if (checked.kind === 'refused') throw new Error(checked.message);
  return checked;
}
const check = (more: object) => checkEvent(JSON.stringify({ ...EVENT, ...more }), CALLER);

test('takes null, empty ids, odd traces and the zero time as the processor does', () => {
  expect(check({ data: { percent: 5, stage: null, message: null } })).toMatchObject({
    kind: 'record',
    event: { data: { percent: 5 } },
  });
  expect(check({ sequence: 7, tracestate: { odd: true }, time: '0001-01-01T00:00:00Z' })).toMatchObject({
    kind: 'record',
    event: { time: '0001-01-01T00:00:00.000000Z' },
  });
  const data = { capability: 'c', model: 'm', project_id: '', deadline_at: '0001-01-01T00:00:00Z' };
  const created = check({ type: 'task.created', data });
  expect(created.kind === 'record' && created.event).toMatchObject({ data: { capability: 'c', model: 'm' } });
  expect(JSON.stringify(created)).not.toMatch(/"(?:project_id|deadline_at)":/);
});

test.each([
  [{}, 'key_of_the_request'],
  [{ apikeyid: 'key_of_a_customer' }, 'key_of_a_customer'],
  [{ apikeyid: null }, 'key_of_the_request'],
  [{ apikeyid: '' }, 'key_of_the_request'],
  [{ apikeyid: 'no id' }, 'key_of_the_request'],
  [{ apikeyid: 'x'.repeat(129) }, 'key_of_the_request'],
  [{ apikeyid: { odd: true } }, 'key_of_the_request'],
])('a creation with %j was asked for with %s', (given, apiKeyId) => {
  const checked = check({ type: 'task.created', data: { capability: 'c', model: 'm' }, ...given });
  const { record, event } = accepted(checked);
  expect(event).toMatchObject({ apiKeyId });
  // It is said once, in what is published as in what was checked.
  expect(record.value?.toString().match(/"apikeyid":"[\w-]*"/g)).toEqual([`"apikeyid":"${apiKeyId}"`]);
});

test('of other events, and of one that has no room for it, no key is noted', () => {
  const { record, event } = accepted(check({ data: { percent: 5 } }));
  expect(event.apiKeyId).toBeUndefined();
  expect(record.value?.toString()).not.toContain('apikeyid');
  const creation = (prompt: string) =>
    check({ type: 'task.created', data: { capability: 'c', model: 'm', input: { prompt } } });
  const others =
    (accepted(creation('')).record.value?.length ?? 0) - ',"apikeyid":"key_of_the_request"'.length;
  const full = accepted(creation('x'.repeat(MAX_EVENT_BYTES - others)));
  expect(full.record.value).toHaveLength(MAX_EVENT_BYTES);
  expect(full.event.apiKeyId).toBeUndefined();
});

test('checks the longest base64 in a time that only a quadratic search misses', () => {
  for (const filler of [' ', 'A', '=', 'A ', ' =']) {
    const started = performance.now();
    const checked = check({ data_base64: `${filler.repeat(1_000_000 / filler.length)}-` });
    expect(checked).toMatchObject({ kind: 'refused', message: expect.stringContaining('data_base64') });
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});
