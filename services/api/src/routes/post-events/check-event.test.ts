import { expect, test } from 'vitest';
import { checkEvent } from './check-event.ts';

const CALLER = { tenantId: 'acme', scopes: new Set<never>() };
const EVENT = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/worker',
  type: 'task.progressed',
  time: '2026-11-24T10:00:00Z',
  subject: 'task_1',
};
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

test('checks the longest base64 in a time that only a quadratic search misses', () => {
  for (const filler of [' ', 'A', '=', 'A ', ' =']) {
    const started = performance.now();
    const checked = check({ data_base64: `${filler.repeat(1_000_000 / filler.length)}-` });
    expect(checked).toMatchObject({ kind: 'refused', message: expect.stringContaining('data_base64') });
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});
