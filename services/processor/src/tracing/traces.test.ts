import type { TaskEvent } from '@taskfold/contract';
import { sampleEvent } from '@taskfold/fold/testing';
import { recordingTracing } from '@taskfold/runtime/testing';
import { describe, expect, test } from 'vitest';
import { beginChunkSpan } from '../fold/chunk/chunk-span.ts';
import { type DecodedRecord, foldRecords } from '../fold/chunk/fold-records.ts';
import { coalesce } from '../relay/coalesce.ts';
import { beginPublishSpan } from '../relay/publish-span.ts';

const traceparent = (index: number) => `00-${index.toString(16).padStart(32, 'a')}-b7ad6b7169203331-01`;

function recordOf(event: TaskEvent, offset: number): DecodedRecord {
  const record = { topic: 't', partition: 2, offset, timestampMs: 0, key: null, value: null, headers: {} };
  return { record, decoded: { kind: 'event', event } };
}

function logOf(traces: readonly (string | undefined)[]): DecodedRecord[] {
  const created = sampleEvent('task.created', { capability: 'secret-capability', model: 'm' });
  const log = traces.map((trace, index) => ({
    ...(index === 0 ? created : sampleEvent('task.progressed', { percent: index }, { id: `e${index}` })),
    ...(trace === undefined ? {} : { traceparent: trace }),
  }));
  return log.map((event, index) => recordOf(event, index));
}

const FOLD = { partition: 2, firstPosition: 0 };

describe('the span of a chunk', () => {
  test('says what was folded, links to the producers, and tells nothing of the tasks', () => {
    const { tracing, spans } = recordingTracing();
    const records = logOf([traceparent(1), traceparent(1), undefined, traceparent(2), 'nonsense']);
    const chunk = {
      partition: 2,
      from: 0,
      nextOffset: records.length,
      records: records.map(({ record }) => record),
    };
    const span = beginChunkSpan(tracing, 'task.events', chunk);
    span.link(records);
    const { writes } = foldRecords(records, new Map(), { ...FOLD, traceparent: span.traceparent });
    span.ended({ kind: 'applied', writes, nextOffset: records.length });
    const [ended] = spans();
    expect(ended).toMatchObject({ name: 'fold chunk', kind: 4, status: { code: 0 } });
    expect(ended?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'fold',
      'messaging.destination.name': 'task.events',
      'messaging.destination.partition.id': '2',
      'messaging.batch.message_count': 5,
      'messaging.kafka.offset': 0,
      'taskfold.chunk.result': 'applied',
      'taskfold.chunk.tasks': 1,
      'taskfold.chunk.changes': 1,
      'taskfold.chunk.dead_letters': 0,
      'taskfold.chunk.disposition.applied': 5,
    });
    expect(ended?.links.map(({ context }) => context.traceId)).toEqual([
      traceparent(1).slice(3, 35),
      traceparent(2).slice(3, 35),
    ]);
    expect(writes.changes.map((change) => change.traceparent)).toEqual([span.traceparent]);
  });

  test('links to so many at most', () => {
    const { tracing, spans } = recordingTracing();
    const records = logOf(Array.from({ length: 100 }, (_none, index) => traceparent(index)));
    const span = beginChunkSpan(tracing, 't', { partition: 0, from: 0, nextOffset: 100, records: [] });
    span.link(records);
    span.ended({ kind: 'nothing_new', nextOffset: 100 });
    expect(spans()[0]?.links).toHaveLength(32);
  });

  test('names a failure by its code, never by its message', () => {
    const { tracing, spans } = recordingTracing();
    const span = beginChunkSpan(tracing, 't', { partition: 0, from: 0, nextOffset: 1, records: [] });
    span.failed(Object.assign(new Error('the secret content'), { code: '22021' }));
    expect(spans()[0]).toMatchObject({ attributes: { 'error.type': '22021' }, status: { code: 2 } });
    expect(spans()[0]?.events).toEqual([]);
  });
});

describe('a change', () => {
  const traceOf = (traces: readonly (string | undefined)[], ofChunk: string | null = null) =>
    foldRecords(logOf(traces), new Map(), { ...FOLD, traceparent: ofChunk }).writes.changes[0]?.traceparent;

  test('carries the trace of the chunk, else of the last event that has one', () => {
    expect(traceOf([traceparent(1), traceparent(2), undefined])).toBe(traceparent(2));
    expect(traceOf([traceparent(1), 'nonsense'])).toBe(traceparent(1));
    expect(traceOf([undefined])).toBeNull();
    expect(traceOf([traceparent(1)], traceparent(9))).toBe(traceparent(9));
  });

  test('hands it to the update that tells of it', () => {
    const change = (revision: number, trace: string | null) => ({
      tenantId: 'acme',
      taskId: 'task_1',
      revision,
      partition: 0,
      position: revision,
      traceparent: trace,
      writtenAt: '2026-11-25T00:00:00.000000Z' as Parameters<typeof coalesce>[0][number]['writtenAt'],
    });
    expect(coalesce([change(1, traceparent(1)), change(2, traceparent(2)), change(3, null)])).toMatchObject([
      { revision: 3, traceparent: traceparent(2) },
    ]);
  });
});

test('the span of a send links to the chunks behind it, each once', () => {
  const { tracing, spans } = recordingTracing();
  const updates = [traceparent(1), traceparent(1), null, traceparent(2)].map((trace) => ({
    traceparent: trace,
  }));
  beginPublishSpan(tracing, 'task.updates', updates).end({ attributes: {} });
  expect(spans()[0]).toMatchObject({
    name: 'publish updates',
    kind: 3,
    attributes: { 'messaging.destination.name': 'task.updates', 'messaging.batch.message_count': 4 },
  });
  expect(spans()[0]?.links).toHaveLength(2);
});
