import { type TaskEvent, taskEnvelope } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../facts/task-facts.ts';
import { type VisibleTask, visible } from '../facts/visible-task.ts';
import type { TaskState } from '../state.ts';
import { asLog, at, foldHistory, histories, jsonText, sampleEvent } from '../testing/index.ts';
import { renderTask } from './task.ts';

const created = sampleEvent('task.created', {
  capability: 'image',
  model: 'image-1',
  input: jsonText('{"seed": 18446744073709551615, "scale": 1.0}'),
});

function taskAfter(...events: TaskEvent[]): VisibleTask {
  return visibleOf(foldHistory(asLog([created, ...events])).state);
}

function visibleOf(state: TaskState): VisibleTask {
  const task = visible(factsOf(state));
  if (task === null) throw new Error('a created task is visible');
  return task;
}

describe('renderTask', () => {
  it('prints every key of a task of which little is known, and null for what is not known', () => {
    const unknown = Object.fromEntries(Object.keys(taskEnvelope.shape).map((key) => [key, null]));
    expect(JSON.parse(renderTask(taskAfter()))).toEqual({
      ...unknown,
      object: 'task',
      task_id: 'task_1',
      status: 'queued',
      capability: 'image',
      model: 'image-1',
      metadata: {},
      input: JSON.parse('{"seed":18446744073709551615,"scale":1}'),
      warnings: [],
      created_at: '2026-11-24T10:00:00.000Z',
      links: {
        self: '/v1/tasks/task_1',
        cancel: '/v1/tasks/task_1/cancel',
        events: '/v1/tasks/task_1/events',
        stream: '/v1/tasks/task_1/stream',
      },
      revision: 1,
      updated_at: '2026-11-24T11:00:00.000Z',
      data_removed: false,
    });
  });

  it('prints every key of each part', () => {
    const view = taskAfter(
      sampleEvent('task.started', { attempt: 2 }, { time: at(1, 999_999) }),
      sampleEvent(
        'task.progressed',
        { percent: 12.5, stage: 'render', message: 'A "bit" more.' },
        { time: at(2) },
      ),
      sampleEvent('task.warned', { warnings: [{ code: 'slow', message: 'Slow.' }] }),
      sampleEvent('task.usage_recorded', {
        output_tokens: 1e-7,
        image_count: 2,
        lines: [{ meter: 'image_count', quantity: '2', unit: 'image', billed_amount_credits: '1.25' }],
      }),
      sampleEvent('task.charged', { entry_id: 'entry_1', amount_credits: '3' }),
      sampleEvent('task.refunded', { entry_id: 'entry_1', amount_credits: '0.123456' }),
      sampleEvent('task.cancel_requested', { reason: 'Now.' }, { time: at(3) }),
      sampleEvent(
        'task.failed',
        {
          error: {
            code: 'refused',
            message: 'No.',
            retryable: false,
            param: '/input',
            details: jsonText('{"a":[1]}'),
          },
        },
        { time: at(4) },
      ),
    );
    const task = JSON.parse(renderTask(view));
    expect(task).toMatchObject({
      status: 'failed',
      attempt: 2,
      started_at: '2026-11-24T10:00:01.999Z',
      completed_at: '2026-11-24T10:00:04.000Z',
      cancel_requested_at: '2026-11-24T10:00:03.000Z',
    });
    expect(task.progress).toEqual({
      percent: 12.5,
      stage: 'render',
      message: 'A "bit" more.',
      stage_started_at: '2026-11-24T10:00:02.000Z',
    });
    expect(task.warnings).toEqual([{ code: 'slow', message: 'Slow.', field: null }]);
    expect(task.error).toEqual({
      code: 'refused',
      message: 'No.',
      retryable: false,
      param: '/input',
      details: { a: [1] },
    });
    expect(task.usage).toEqual({
      input_tokens: 0,
      output_tokens: 1e-7,
      cache_read_tokens: 0,
      cache_creation_tokens: 0,
      reasoning_tokens: 0,
      image_count: 2,
      image_pixels: 0,
      video_seconds: 0,
      audio_seconds: 0,
      characters: 0,
      lines: [
        {
          meter: 'image_count',
          quantity: '2',
          unit: 'image',
          billed_amount_credits: '1.2500',
          billed_amount_credits_usd_reference: '0.0012',
        },
      ],
      credits: '1.2500',
      credits_usd_reference: '0.0012',
      lines_truncated: 0,
    });
    expect(task.billing).toEqual({
      charged_credits: '3.0000',
      refunded_credits: '0.123456',
      charged_credits_usd_reference: '0.0030',
      refunded_credits_usd_reference: '0.0001',
      currency: 'USD',
      net_charged_credits: '2.876544',
      net_charged_credits_usd_reference: '0.0029',
      settlement: 'settling',
    });
    expect(task.cancel).toEqual({
      requested_at: '2026-11-24T10:00:03.000Z',
      reason: 'Now.',
      outcome: 'lost_race',
    });
    expect(task.callback).toBeNull();
  });

  it('prints the callback', () => {
    const withCallback = sampleEvent('task.created', {
      ...created.data,
      callback: { url: 'https://example.com/a?b="c"' },
    });
    const { state } = foldHistory(asLog([withCallback]));
    expect(JSON.parse(renderTask(visibleOf(state))).callback).toEqual({
      url: 'https://example.com/a?b="c"',
      status: 'pending',
      attempt_count: 0,
      delivered_at: null,
      last_error: null,
      next_attempt_at: null,
      last_status_code: null,
    });
  });

  it('gives the details of an error back as they were sent, whatever their form', () => {
    for (const details of ['{"id":12345678901234567890,"a":1.0}', '"text"', '[1e3]', 'false', '12.50']) {
      const error = { code: 'x', message: 'm', retryable: false, details: jsonText(details) };
      expect(renderTask(taskAfter(sampleEvent('task.failed', { error })))).toContain(`"details":${details}}`);
    }
  });

  it('gives input and output back as they were sent', () => {
    const json = renderTask(
      taskAfter(sampleEvent('task.succeeded', { output: jsonText('{"text":"🎉 \\u00e9","n":0.10}') })),
    );
    expect(json).toContain('"input":{"seed": 18446744073709551615, "scale": 1.0},');
    expect(json).toContain('"output":{"text":"🎉 \\u00e9","n":0.10},');
  });

  it('prints meters beyond what a number holds with every digit', () => {
    const usage = (id: string) =>
      sampleEvent('task.usage_recorded', { characters: Number.MAX_SAFE_INTEGER, lines: [] }, { id });
    expect(renderTask(taskAfter(usage('a'), usage('b'), usage('c')))).toContain(
      '"characters":27021597764222973,',
    );
  });

  it('prints absolute links where the public address is given', () => {
    expect(JSON.parse(renderTask(taskAfter(), { baseUrl: 'https://tasks.example.com' })).links.stream).toBe(
      'https://tasks.example.com/v1/tasks/task_1/stream',
    );
  });

  it('prints the same of amounts that a database padded with zeros', () => {
    const task = taskAfter(
      sampleEvent('task.charged', { entry_id: 'entry_1', amount_credits: '3' }),
      sampleEvent('task.usage_recorded', { characters: 5, lines: [] }),
    );
    const padded: VisibleTask = {
      ...task,
      charged_credits: '3.00000000',
      refunded_credits: '0.00000000',
      usage_characters: '5.00000000',
      usage_credits: '0E-8',
      credits_per_usd: '1000.00000000',
    };
    expect(renderTask(padded)).toBe(renderTask(task));
  });

  it('satisfies the contract, with the same keys, whatever happened', () => {
    const keys = Object.keys(JSON.parse(renderTask(taskAfter())));
    fc.assert(
      fc.property(histories(), (history) => {
        const { state } = foldHistory(asLog([created, ...history.map(({ event }) => event)]));
        const task = visibleOf(state);
        const json = renderTask(task);
        expect(Object.keys(JSON.parse(json))).toEqual(keys);
        expect(taskEnvelope.strict().parse(JSON.parse(json))).toEqual(JSON.parse(json));
        expect(json).toContain(`"input":${task.input ?? '{}'},`);
        expect(json).toContain(`"output":${task.output ?? 'null'},`);
      }),
    );
  });

  it('leaves out what it is asked to, and nothing else', () => {
    const view = taskAfter();
    const { input, output, ...rest } = JSON.parse(renderTask(view));
    expect(JSON.parse(renderTask(view, { without: ['input'] }))).toEqual({ output, ...rest });
    expect(JSON.parse(renderTask(view, { without: ['input', 'output'] }))).toEqual(rest);
    expect(input).not.toEqual({});
  });
});
