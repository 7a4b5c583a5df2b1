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
  it('are entries by kind and entry id, of which the state holds the sums', () => {
    const { state, results } = foldHistory(
      asLog([refunded('1', 'entry_1', '1'), charged('2', 'entry_2', '2.50'), charged('3', 'entry_1', '3')]),
    );
    expect(state.ledger).toEqual({ charges: 2, charged: '5.5', refunds: 1, refunded: '1' });
    expect(results.map(({ added }) => added)).toMatchObject([
      { kind: 'refund', entryId: 'entry_1', amountCredits: '1', reason: 'Sorry.' },
      { kind: 'charge', entryId: 'entry_2', amountCredits: '2.5', reason: null },
      { kind: 'charge', entryId: 'entry_1', amountCredits: '3', reason: null },
    ]);
    expect(results.map(({ changed }) => changed)).toEqual([
      { refunded: '1.0000', entry_id: 'entry_1' },
      { charged: '2.5000', entry_id: 'entry_2' },
      { charged: '3.0000', entry_id: 'entry_1' },
    ]);
  });

  it('remembers that a charge was an estimate', () => {
    const data = { entry_id: 'entry_1', amount_credits: '1', estimated: true };
    expect(foldHistory(asLog([sampleEvent('task.charged', data)])).results[0]?.added).toMatchObject({
      estimated: true,
    });
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
    expect(state.ledger.charges + state.ledger.refunds).toBe(1);
    expect(results.map(({ added }) => added)).toEqual([
      expect.objectContaining({ amountCredits: '1', key: expect.objectContaining({ id: '1' }) }),
      ...[null, null, null, null],
    ]);
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
