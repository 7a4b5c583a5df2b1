import { describe, expect, it } from 'vitest';
import { asLog, foldHistory, sampleEvent } from '../testing/index.ts';

function charged(id: string, entryId: string, amount: string) {
  return sampleEvent('task.charged', { entry_id: entryId, amount_credits: amount }, { id });
}

function refunded(id: string, entryId: string, amount: string) {
  return sampleEvent(
    'task.refunded',
    { entry_id: entryId, amount_credits: amount, reason: 'Sorry.' },
    { id },
  );
}

describe('task.charged and task.refunded', () => {
  it('are entries by kind and entry id, in that order', () => {
    const { state, results } = foldHistory(
      asLog([refunded('1', 'entry_1', '1'), charged('2', 'entry_2', '2.50'), charged('3', 'entry_1', '3')]),
    );
    expect(state.ledger.map(({ kind, entryId, amountCredits }) => [kind, entryId, amountCredits])).toEqual([
      ['charge', 'entry_1', '3'],
      ['charge', 'entry_2', '2.5'],
      ['refund', 'entry_1', '1'],
    ]);
    expect(state.ledger.map(({ reason }) => reason)).toEqual([null, null, 'Sorry.']);
    expect(results.map(({ changed }) => changed)).toEqual([
      { refunded: '1.0000', entry_id: 'entry_1' },
      { charged: '2.5000', entry_id: 'entry_2' },
      { charged: '3.0000', entry_id: 'entry_1' },
    ]);
  });

  it('remembers that a charge was an estimate', () => {
    const data = { entry_id: 'entry_1', amount_credits: '1', estimated: true };
    expect(foldHistory(asLog([sampleEvent('task.charged', data)])).state.ledger[0]?.estimated).toBe(true);
  });

  it.each([
    ['charge', charged],
    ['refund', refunded],
  ] as const)('never counts a %s twice, and holds to the first amount', (_, entry) => {
    const { state, results } = foldHistory(
      asLog([
        entry('1', 'entry_1', '1.0'),
        entry('1', 'entry_1', '1.0'),
        entry('2', 'entry_1', '1.00'),
        entry('3', 'entry_1', '2'),
        entry('4', 'entry_1', '1'),
      ]),
    );
    expect(results.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'duplicate',
      'duplicate',
      'conflict',
      'duplicate',
    ]);
    expect(state).toMatchObject({ conflict: true, revision: 1 });
    expect(state.ledger).toHaveLength(1);
    expect(state.ledger[0]).toMatchObject({ amountCredits: '1', key: { id: '1' } });
  });

  it('are folded after the end and after the settlement', () => {
    const settled = sampleEvent('task.billing_settled', {});
    const canceled = sampleEvent('task.canceled', {});
    const { results } = foldHistory(asLog([canceled, settled, charged('1', 'entry_1', '1'), settled]));
    expect(results.map(({ disposition }) => disposition)).toEqual([
      'applied',
      'applied',
      'applied',
      'duplicate',
    ]);
    expect(results[1]?.changed).toEqual({ settlement: 'final' });
  });
});
