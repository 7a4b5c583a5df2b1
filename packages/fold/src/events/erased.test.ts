import type { TaskEvent } from '@taskfold/contract';
import { describe, expect, it } from 'vitest';
import { asLog, foldHistory, jsonText, sampleEvent } from '../testing/index.ts';

const erased = sampleEvent('task.erased', {});
const history: readonly TaskEvent[] = [
  sampleEvent(
    'task.created',
    {
      capability: 'image',
      model: 'image-1',
      input: jsonText('{}'),
      metadata: { who: 'me' },
      client_request_id: 'request_1',
      callback: { url: 'https://example.com/me' },
    },
    { apiKeyId: 'key_1' },
  ),
  sampleEvent('task.progressed', { percent: 50, stage: 'render', message: 'For me.' }),
  sampleEvent('task.output_updated', { output: jsonText('{}') }),
  sampleEvent('task.warned', { warnings: [{ code: 'slow', message: 'You!', field: '/me' }] }),
  sampleEvent('task.charged', { entry_id: 'entry_1', amount_credits: '2' }),
  sampleEvent('task.refunded', { entry_id: 'entry_1', amount_credits: '1', reason: 'For me.' }),
  sampleEvent('task.cancel_requested', { reason: 'By me.' }),
  sampleEvent('task.failed', {
    error: {
      code: 'refused',
      message: 'You!',
      retryable: false,
      param: '/me',
      details: jsonText('{"me":1}'),
    },
  }),
];

describe('task.erased', () => {
  it('takes the content and leaves status, money, codes and times', () => {
    const { state, results } = foldHistory(asLog([...history, erased]));
    expect(results.at(-1)).toMatchObject({ disposition: 'applied', changed: { data_removed: true } });
    expect(state.creation).not.toHaveProperty('input');
    expect(state).toMatchObject({
      erased: true,
      status: 'failed',
      creation: {
        capability: 'image',
        client_request_id: 'request_1',
        api_key_id: 'key_1',
        metadata: {},
        callback: { url: null, events: ['task.succeeded', 'task.failed', 'task.canceled'] },
      },
      progress: { percent: 50, stage: 'render', message: null },
      output: { text: null },
      warnings: [{ code: 'slow', message: '', field: null }],
      ledger: { charges: 1, charged: '2', refunds: 1, refunded: '1' },
      cancelRequest: { reason: null },
      end: {
        status: 'failed',
        reason: null,
        error: { code: 'refused', message: '', retryable: false, param: null, details: null },
      },
    });
  });

  it('comes to the same whenever it comes', () => {
    const { state: last } = foldHistory(asLog([...history, erased]));
    for (let position = 0; position < history.length; position++) {
      expect(foldHistory(asLog(history.toSpliced(position, 0, erased))).state).toEqual(last);
    }
  });

  it('takes the reason of a refund that comes later', () => {
    const refunded = sampleEvent('task.refunded', {
      entry_id: 'entry_1',
      amount_credits: '1',
      reason: 'Sorry.',
    });
    const reasonOf = (log: TaskEvent[]) =>
      foldHistory(asLog(log)).results.map(({ added }) => added !== null && 'reason' in added && added.reason);
    expect(reasonOf([refunded, erased])).toEqual(['Sorry.', false]);
    expect(reasonOf([erased, refunded])).toEqual([false, null]);
  });

  it('happens once', () => {
    const { results } = foldHistory(asLog([erased, erased]));
    expect(results.map(({ disposition }) => disposition)).toEqual(['applied', 'duplicate']);
  });

  it('takes the reason of a cancellation', () => {
    const canceled = sampleEvent('task.canceled', { reason: 'By me.' });
    expect(foldHistory(asLog([canceled, erased])).state.end?.reason).toBeNull();
  });
});
