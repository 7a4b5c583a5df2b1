import type { LedgerEntry, TaskEvent, UsageRecord } from '@taskfold/client';
import { expect, test } from 'vitest';
import { moneyMoments } from './money-moments.ts';

const event = (id: string, disposition = 'applied'): TaskEvent => ({
  object: 'task_event',
  id,
  type: 'task.charged',
  source: '/s',
  time: '2026-01-01T00:00:00.000Z',
  recorded_at: '2026-01-01T00:00:00.000Z',
  partition: 0,
  offset: 0,
  disposition,
  reason: null,
  revision: 1,
  changed: null,
  rekeyed_from: null,
});
const entry = (kind: 'charge' | 'refund', eventId: string, amount: string): LedgerEntry => ({
  object: 'ledger_entry',
  kind,
  entry_id: `e_${eventId}`,
  amount_credits: amount,
  amount_credits_usd_reference: '0.0000',
  estimated: false,
  reason: null,
  source: '/s',
  event_id: eventId,
  time: '2026-01-01T00:00:00.000Z',
});

test('the net runs along with charges and refunds, and a duplicate or a conflict moves nothing', () => {
  const events = [
    event('c1'),
    event('c1', 'duplicate'),
    event('c2'),
    event('c2b', 'conflict'),
    event('r1'),
    event('other'),
  ];
  const ledger = [
    entry('charge', 'c1', '0.1000'),
    entry('charge', 'c2', '0.2000'),
    entry('refund', 'r1', '0.3000'),
  ];
  const moments = moneyMoments(events, ledger, []);
  expect([...moments].map(([index, { kind, net }]) => [index, kind, net])).toEqual([
    [0, 'charge', '0.1000'],
    [2, 'charge', '0.3000'],
    [4, 'refund', '0.0000'],
  ]);
});

test('usage has an amount, and charges nothing by itself', () => {
  const record = { source: '/s', event_id: 'u1', credits: '2.5000' } as UsageRecord;
  expect(moneyMoments([event('u1')], [], [record]).get(0)).toMatchObject({
    kind: 'usage',
    amount: '2.5000',
    net: null,
  });
});
