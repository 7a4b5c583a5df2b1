import type { EventData, TaskEvent } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { emptyState } from './empty-state.ts';
import { asLog, at, foldHistory, jsonText, sampleEvent } from './testing/index.ts';
import type { TaskView } from './view.ts';
import { viewOf } from './view-of.ts';

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

function viewAfter(...events: TaskEvent[]): TaskView {
  const view = viewOf(foldHistory(asLog([created, ...events])).state);
  if (view === null) throw new Error('a created task is visible');
  return view;
}

describe('viewOf', () => {
  it('shows nothing of a task whose creation has not come', () => {
    expect(viewOf(emptyState('tenant_a', 'task_1'))).toBeNull();
    expect(viewOf(foldHistory(asLog([succeeded])).state)).toBeNull();
  });

  it('shows what is not known as null', () => {
    expect(viewAfter()).toMatchObject({
      status: 'queued',
      resolvedModel: null,
      attempt: null,
      startedAt: null,
      completedAt: null,
      progress: null,
      output: null,
      warnings: [],
      error: null,
      usage: null,
      billing: null,
      cancel: null,
      dataRemoved: false,
    });
  });

  it('shows when the stage of the moment began', () => {
    const events = [
      sampleEvent('task.progressed', { stage: 'render' }, { id: 'a', time: at(2) }),
      sampleEvent('task.progressed', { stage: 'upload' }, { id: 'b', time: at(3) }),
      sampleEvent('task.progressed', { stage: 'render', percent: 50 }, { id: 'c', time: at(4) }),
    ];
    expect(viewAfter(...events).progress).toEqual({
      percent: 50,
      stage: 'render',
      message: null,
      stageStartedAt: at(2),
    });
    const withoutStage = sampleEvent('task.progressed', { percent: 60 }, { id: 'd', time: at(5) });
    expect(viewAfter(...events, withoutStage).progress).toMatchObject({ stage: null, stageStartedAt: null });
  });

  it('shows a task that succeeded as done, whatever was said last, and no other', () => {
    const progress = sampleEvent('task.progressed', { stage: 'render', percent: 60, message: 'Soon.' });
    const late = sampleEvent('task.progressed', { stage: 'upload', percent: 80 }, { id: 'z', time: at(90) });
    const shown = { percent: 100, stage: 'render', message: 'Soon.' };
    const end = sampleEvent('task.succeeded', {}, { id: 'end', time: at(50) });
    expect(viewAfter(progress, end).progress).toMatchObject(shown);
    expect(viewAfter(progress, end, late).progress).toMatchObject({ percent: 100, stage: 'upload' });
    expect(viewAfter(sampleEvent('task.progressed', { stage: 'render' }), end).progress?.percent).toBe(100);
    expect(viewAfter(end).progress).toBeNull();
    const error = { code: 'refused', message: 'No.', retryable: false };
    expect(viewAfter(progress, sampleEvent('task.failed', { error })).progress?.percent).toBe(60);
    expect(viewAfter(progress, sampleEvent('task.canceled', {})).progress?.percent).toBe(60);
  });

  it('does not know when a stage began that came after a hundred others', () => {
    const events = Array.from({ length: 101 }, (_, index) =>
      sampleEvent('task.progressed', { stage: `stage_${index}` }, { id: `${index}`, time: at(index) }),
    );
    expect(viewAfter(...events).progress).toMatchObject({ stage: 'stage_100', stageStartedAt: null });
    expect(viewAfter(...events.slice(0, 100)).progress).toMatchObject({
      stage: 'stage_99',
      stageStartedAt: at(99),
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
    const view = viewAfter(
      usage('b', 2, { video_seconds: 0.2, input_tokens: 7 }, '0.2'),
      usage('a', 1, { video_seconds: 0.1 }, '0.1'),
      usage('c', 3, { input_tokens: -2 }, '-0.05'),
    );
    expect(view.usage?.meters).toEqual({ video_seconds: '0.3', input_tokens: '5' });
    expect(view.usage?.credits).toBe('0.25');
    expect(view.usage?.lines.map(({ meter }) => meter)).toEqual(['a', 'b', 'c']);
  });

  it('tells nothing known from zero', () => {
    expect(viewAfter().billing).toBeNull();
    expect(viewAfter(settled).billing).toEqual({ charged: '0', refunded: '0', settlement: 'final' });
    expect(viewAfter(sampleEvent('task.usage_recorded', { lines: [] })).usage).toEqual({
      meters: {},
      lines: [],
      linesTruncated: 0,
      credits: '0',
    });
  });

  it('settles from estimated over settling to final', () => {
    expect(viewAfter(charged).billing?.settlement).toBe('estimated');
    expect(viewAfter(charged, succeeded).billing?.settlement).toBe('settling');
    expect(viewAfter(charged, succeeded, settled).billing?.settlement).toBe('final');
    expect(viewAfter(charged, settled).billing?.settlement).toBe('final');
  });

  it('says what became of a request to cancel', () => {
    expect(viewAfter(requested).cancel).toEqual({
      requestedAt: at(5),
      reason: 'Too slow.',
      outcome: 'pending',
    });
    expect(viewAfter(requested, canceled).cancel?.outcome).toBe('confirmed');
    expect(viewAfter(requested, succeeded).cancel?.outcome).toBe('lost_race');
    expect(viewAfter(canceled).cancel).toBeNull();
  });

  it('hides the output of an erased task', () => {
    const output = sampleEvent('task.output_updated', { output: jsonText('{}') });
    expect(viewAfter(output).output).toBe('{}');
    expect(viewAfter(output, sampleEvent('task.erased', {}))).toMatchObject({
      output: null,
      dataRemoved: true,
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
    expect(viewOf(state)?.callback).toBeNull();
  });

  it('is pending until the event of the end is attempted', () => {
    const pending = {
      url: 'https://example.com/hook',
      status: 'pending',
      attemptCount: 0,
      deliveredAt: null,
    };
    expect(viewAfter().callback).toMatchObject(pending);
    expect(viewAfter(succeeded).callback).toMatchObject(pending);
    expect(viewAfter(attempted(1, 'retrying')).callback).toMatchObject(pending);
    expect(viewAfter(attempted(1, 'retrying'), canceled).callback).toMatchObject(pending);
  });

  it('is retrying with the time of the next attempt', () => {
    expect(viewAfter(succeeded, attempted(1, 'retrying'), attempted(2, 'retrying')).callback).toEqual({
      url: 'https://example.com/hook',
      status: 'retrying',
      attemptCount: 2,
      deliveredAt: null,
      lastError: 'http_5xx',
      lastStatusCode: 500,
      nextAttemptAt: at(60),
    });
  });

  it.each(['exhausted', 'blocked', 'gone'] as const)('has failed once it is %s', (outcome) => {
    expect(viewAfter(succeeded, attempted(1, outcome)).callback).toMatchObject({
      status: 'failed',
      nextAttemptAt: null,
    });
  });

  it('stays delivered, though later attempts count', () => {
    expect(viewAfter(succeeded, attempted(1, 'delivered'), attempted(2, 'retrying')).callback).toMatchObject({
      status: 'delivered',
      attemptCount: 2,
      deliveredAt: at(11),
      nextAttemptAt: null,
    });
  });
});
