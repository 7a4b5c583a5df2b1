import { describe, expect, it } from 'vitest';
import { factsOf } from '../facts/task-facts.ts';
import { visible } from '../facts/visible-task.ts';
import { asLog, at, foldHistory, jsonText, sampleEvent } from '../testing/index.ts';

const created = sampleEvent(
  'task.created',
  {
    capability: 'image',
    model: 'image-1',
    input: jsonText('{"seed":18446744073709551615}'),
    metadata: { team: 'blue' },
    project_id: 'project_1',
    client_request_id: 'request_1',
    deadline_at: at(600),
    callback: { url: 'https://example.com/hook', events: ['task.settled'] },
    credits_per_usd: '500.0',
  },
  { id: 'c1', time: at(1), apiKeyId: 'key_1' },
);

describe('task.created', () => {
  it('gives the task its identity', () => {
    const { state, results } = foldHistory(asLog([created]));
    expect(results[0]).toMatchObject({ disposition: 'applied', changed: { status: 'queued' } });
    expect(state.creation).toEqual({
      key: { time: at(1), source: '/worker', id: 'c1' },
      capability: 'image',
      model: 'image-1',
      input: '{"seed":18446744073709551615}',
      metadata: { team: 'blue' },
      project_id: 'project_1',
      client_request_id: 'request_1',
      deadline_at: at(600),
      callback: { url: 'https://example.com/hook', events: ['task.settled'] },
      credits_per_usd: '500',
      api_key_id: 'key_1',
    });
    expect(factsOf(state)).toMatchObject({ project_id: 'project_1', api_key_id: 'key_1' });
  });

  it('knows what is not said: no input, no callback, 1000 credits a dollar, the three ends called back', () => {
    const plain = sampleEvent('task.created', { capability: 'image', model: 'image-1' });
    const { state } = foldHistory(asLog([plain]));
    expect(state.creation).toStrictEqual({
      key: { time: at(0), source: '/worker', id: 'task.created' },
      capability: 'image',
      model: 'image-1',
      metadata: {},
      callback: null,
      credits_per_usd: '1000',
    });
    expect(factsOf(state)).toMatchObject({
      input: null,
      project_id: null,
      client_request_id: null,
      deadline_at: null,
      api_key_id: null,
    });
    const withCallback = sampleEvent('task.created', {
      ...plain.data,
      callback: { url: 'https://example.com' },
    });
    expect(foldHistory(asLog([withCallback])).state.creation?.callback?.events).toEqual([
      'task.succeeded',
      'task.failed',
      'task.canceled',
    ]);
  });

  it('wins by being the first in the log, not the earliest', () => {
    const earlier = sampleEvent(
      'task.created',
      { capability: 'video', model: 'video-1' },
      { id: 'c0', time: at(0), apiKeyId: 'key_2' },
    );
    const { state, results } = foldHistory(asLog([created, created, earlier]));
    expect(results.map(({ disposition, reason }) => [disposition, reason])).toEqual([
      ['applied', null],
      ['duplicate', null],
      ['ignored', 'already_created'],
    ]);
    expect(state.creation).toMatchObject({ capability: 'image', api_key_id: 'key_1' });
    expect(state.revision).toBe(1);
  });

  it('alone says which key the task was asked for with', () => {
    const started = sampleEvent('task.started', {}, { apiKeyId: 'key_2' });
    const other = sampleEvent('task.progressed', { percent: 5 }, { apiKeyId: 'key_3' });
    const said = foldHistory(asLog([started, created, other])).state;
    expect(said.creation?.api_key_id).toBe('key_1');
    const silent = sampleEvent('task.created', created.data);
    const { state } = foldHistory(asLog([started, silent, created, other]));
    expect(factsOf(state).api_key_id).toBeNull();
  });

  it('shows what came before it', () => {
    const started = sampleEvent('task.started', { attempt: 1 }, { time: at(2) });
    const before = foldHistory(asLog([started])).state;
    expect(before.revision).toBe(1);
    expect(visible(factsOf(before))).toBeNull();
    const { state, results } = foldHistory(asLog([started, created]));
    expect(results[1]?.changed).toEqual({ status: 'running' });
    expect(visible(factsOf(state))).toMatchObject({
      status: 'running',
      created_at: at(1),
      started_at: at(2),
      revision: 2,
    });
  });
});
