import {
  type EventData,
  METERS,
  type TaskEnvelope,
  type TaskEvent,
  taskEnvelope,
  toWireTime,
} from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { emptyState } from '../empty-state.ts';
import { renderTask } from '../render/task.ts';
import { asLog, at, foldHistory, jsonText, sampleEvent } from '../testing/index.ts';
import { readUsageLines } from './json-facts.ts';
import { factsOf, type TaskFacts } from './task-facts.ts';
import { visible } from './visible-task.ts';

const created = sampleEvent('task.created', {
  capability: 'image',
  model: 'image-1',
  callback: { url: 'https://example.com/hook' },
});
const succeeded = sampleEvent('task.succeeded', {}, { time: at(9) });
const canceled = sampleEvent('task.canceled', {}, { time: at(9) });
const settled = sampleEvent('task.billing_settled', {});
const charged = sampleEvent('task.charged', { entry_id: 'entry_1', amount_credits: '3' });
const requested = sampleEvent('task.cancel_requested', { reason: 'Too slow.' }, { time: at(5) });

function factsAfter(...events: TaskEvent[]): TaskFacts {
  return factsOf(foldHistory(asLog([created, ...events])).state);
}

/** What an answer says of it. */
function shownAfter(...events: TaskEvent[]): TaskEnvelope {
  const task = visible(factsAfter(...events));
  if (task === null) throw new Error('a created task is visible');
  return taskEnvelope.parse(JSON.parse(renderTask(task)));
}

describe('factsOf', () => {
  it('shows nothing of a task whose creation has not come', () => {
    expect(() => factsOf(emptyState('tenant_a', 'task_1'))).toThrow('no event changed the task task_1');
    expect(visible(factsOf(foldHistory(asLog([succeeded])).state))).toBeNull();
    expect(visible(factsAfter())).toEqual(factsAfter());
  });

  it('shows what is not known as null', () => {
    expect(factsAfter()).toMatchObject({
      status: 'queued',
      resolved_model: null,
      attempt: null,
      started_at: null,
      completed_at: null,
      progress_time: null,
      output: null,
      warnings: null,
      error_code: null,
      usage_credits: null,
      settlement: null,
      cancel_requested_at: null,
      data_removed: false,
    });
  });

  it('shows when the stage of the moment began', () => {
    const events = [
      sampleEvent('task.progressed', { stage: 'render' }, { id: 'a', time: at(2) }),
      sampleEvent('task.progressed', { stage: 'upload' }, { id: 'b', time: at(3) }),
      sampleEvent('task.progressed', { stage: 'render', percent: 50 }, { id: 'c', time: at(4) }),
    ];
    expect(shownAfter(...events).progress).toEqual({
      percent: 50,
      stage: 'render',
      message: null,
      stage_started_at: toWireTime(at(2)),
    });
    const withoutStage = sampleEvent('task.progressed', { percent: 60 }, { id: 'd', time: at(5) });
    expect(shownAfter(...events, withoutStage).progress).toMatchObject({
      stage: null,
      stage_started_at: null,
    });
  });

  it('shows a task that succeeded as done, whatever was said last, and no other', () => {
    const progress = sampleEvent('task.progressed', { stage: 'render', percent: 60, message: 'Soon.' });
    const late = sampleEvent('task.progressed', { stage: 'upload', percent: 80 }, { id: 'z', time: at(90) });
    const shown = { percent: 100, stage: 'render', message: 'Soon.' };
    const end = sampleEvent('task.succeeded', {}, { id: 'end', time: at(50) });
    expect(shownAfter(progress, end).progress).toMatchObject(shown);
    expect(shownAfter(progress, end, late).progress).toMatchObject({ percent: 100, stage: 'upload' });
    expect(shownAfter(sampleEvent('task.progressed', { stage: 'render' }), end).progress?.percent).toBe(100);
    expect(shownAfter(end).progress).toBeNull();
    const error = { code: 'refused', message: 'No.', retryable: false };
    expect(shownAfter(progress, sampleEvent('task.failed', { error })).progress?.percent).toBe(60);
    expect(shownAfter(progress, sampleEvent('task.canceled', {})).progress?.percent).toBe(60);
  });

  it('does not know when a stage began that came after a hundred others', () => {
    const events = Array.from({ length: 101 }, (_, index) =>
      sampleEvent('task.progressed', { stage: `stage_${index}` }, { id: `${index}`, time: at(index) }),
    );
    expect(shownAfter(...events).progress).toMatchObject({ stage: 'stage_100', stage_started_at: null });
    expect(shownAfter(...events.slice(0, 100)).progress).toMatchObject({
      stage: 'stage_99',
      stage_started_at: toWireTime(at(99)),
    });
  });

  it('sums usage exactly over its records, corrections included', () => {
    const usage = (
      id: string,
      second: number,
      data: Omit<EventData<'task.usage_recorded'>, 'lines'>,
      amount: string,
    ) => {
      const line = { meter: id, quantity: '1', unit: 'x', billed_amount_credits: amount };
      return sampleEvent('task.usage_recorded', { ...data, lines: [line] }, { id, time: at(second) });
    };
    const facts = factsAfter(
      usage('b', 2, { video_seconds: 0.2, input_tokens: 7 }, '0.2'),
      usage('a', 1, { video_seconds: 0.1 }, '0.1'),
      usage('c', 3, { input_tokens: -2 }, '-0.05'),
    );
    const sums = METERS.map((meter) => [meter, facts[`usage_${meter}`]]).filter(([, sum]) => sum !== null);
    expect(Object.fromEntries(sums)).toEqual({ video_seconds: '0.3', input_tokens: '5' });
    expect(facts.usage_credits).toBe('0.25');
    expect(readUsageLines(facts.usage_lines ?? '').map(({ meter }) => meter)).toEqual(['a', 'b', 'c']);
  });

  it('tells nothing known from zero', () => {
    expect(shownAfter().billing).toBeNull();
    expect(factsAfter(settled)).toMatchObject({
      charged_credits: '0',
      refunded_credits: '0',
      settlement: 'final',
    });
    expect(shownAfter(sampleEvent('task.usage_recorded', { lines: [] })).usage).toMatchObject({
      ...Object.fromEntries(METERS.map((meter) => [meter, 0])),
      lines: [],
      lines_truncated: 0,
      credits: '0.0000',
    });
  });

  it('settles from estimated over settling to final', () => {
    expect(shownAfter(charged).billing?.settlement).toBe('estimated');
    expect(shownAfter(charged, succeeded).billing?.settlement).toBe('settling');
    expect(shownAfter(charged, succeeded, settled).billing?.settlement).toBe('final');
    expect(shownAfter(charged, settled).billing?.settlement).toBe('final');
  });

  it('says what became of a request to cancel', () => {
    expect(shownAfter(requested).cancel).toEqual({
      requested_at: toWireTime(at(5)),
      reason: 'Too slow.',
      outcome: 'pending',
    });
    expect(shownAfter(requested, canceled).cancel?.outcome).toBe('confirmed');
    expect(shownAfter(requested, succeeded).cancel?.outcome).toBe('lost_race');
    expect(shownAfter(canceled).cancel).toBeNull();
  });

  it('hides the output of an erased task', () => {
    const output = sampleEvent('task.output_updated', { output: jsonText('{}') });
    expect(factsAfter(output).output).toBe('{}');
    expect(shownAfter(output, sampleEvent('task.erased', {}))).toMatchObject({
      output: null,
      data_removed: true,
    });
  });
});

describe('the callback that is shown', () => {
  const attempted = (attempt: number, outcome: EventData<'task.callback_attempted'>['outcome']) =>
    sampleEvent(
      'task.callback_attempted',
      {
        delivery_id: 'd1',
        type: 'task.succeeded',
        attempt,
        outcome,
        status_code: 500,
        error: 'http_5xx',
        next_attempt_at: at(60),
      },
      { id: `d1:${attempt}`, time: at(10 + attempt) },
    );

  it('is none where none was asked for, even if one was attempted', () => {
    const plain = sampleEvent('task.created', { capability: 'image', model: 'image-1' });
    const { state } = foldHistory(asLog([plain, succeeded, attempted(1, 'delivered')]));
    expect(factsOf(state).callback_status).toBeNull();
  });

  it('is pending until the event of the end is attempted', () => {
    const pending = {
      url: 'https://example.com/hook',
      status: 'pending',
      attempt_count: 0,
      delivered_at: null,
    };
    expect(shownAfter().callback).toMatchObject(pending);
    expect(shownAfter(succeeded).callback).toMatchObject(pending);
    expect(shownAfter(attempted(1, 'retrying')).callback).toMatchObject(pending);
    expect(shownAfter(attempted(1, 'retrying'), canceled).callback).toMatchObject(pending);
  });

  it('is retrying with the time of the next attempt', () => {
    expect(shownAfter(succeeded, attempted(1, 'retrying'), attempted(2, 'retrying')).callback).toEqual({
      url: 'https://example.com/hook',
      status: 'retrying',
      attempt_count: 2,
      delivered_at: null,
      last_error: 'http_5xx',
      last_status_code: 500,
      next_attempt_at: toWireTime(at(60)),
    });
  });

  it.each(['exhausted', 'blocked', 'gone'] as const)('has failed once it is %s', (outcome) => {
    expect(shownAfter(succeeded, attempted(1, outcome)).callback).toMatchObject({
      status: 'failed',
      next_attempt_at: null,
    });
  });

  it('stays delivered, though later attempts count', () => {
    expect(shownAfter(succeeded, attempted(1, 'delivered'), attempted(2, 'retrying')).callback).toMatchObject(
      {
        status: 'delivered',
        attempt_count: 2,
        delivered_at: toWireTime(at(11)),
        next_attempt_at: null,
      },
    );
  });
});
