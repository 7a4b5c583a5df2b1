import { describe, expect, test } from 'vitest';
import type { Partition, Relay } from '../ask/operations.ts';
import { concernsOf, type Standing } from './concerns.ts';

const NOW = Date.parse('2026-11-30T03:00:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

function chunks(more: Partial<NonNullable<Partition['chunks']>>): NonNullable<Partition['chunks']> {
  return { written: 40, p50_seconds: 0.004, max_seconds: 0.3, open_seconds: 0.02, ...more };
}

function partition(number: number, more: Partial<Partition> = {}): Partition {
  return {
    object: 'partition',
    topic: 'task.events',
    partition: number,
    next_offset: 100,
    next_position: 100,
    last_record_offset: 99,
    folded_at: ago(1),
    log_end_offset: 100,
    lag_records: 0,
    lag_seconds: 0,
    open_transaction_seconds: 0,
    chunks: chunks({}),
    noted_at: ago(1),
    halt: null,
    ...more,
  };
}

const relay: Relay = {
  object: 'relay',
  topic: 'task.updates',
  lease: {
    holder: '11111111-1111-4111-8111-111111111111',
    epoch: 1,
    held: true,
    began_at: ago(900),
    expires_at: ago(-10),
  },
  lag_changes: 0,
  lag_seconds: 0,
  partitions: [],
};

const found = (standing: Partial<Standing>) =>
  concernsOf({
    partitions: [partition(0), partition(1)],
    relays: [relay],
    rebuilds: [],
    callbacks: null,
    brokerFault: null,
    serverTime: NOW,
    ratesOf: () => null,
    ...standing,
  });

test('where all goes on there is nothing to say', () => {
  expect(found({})).toEqual([]);
});

describe('nobody folds', () => {
  test('is said plainly, with how long and how much waits', () => {
    const [concern, ...others] = found({
      partitions: [
        partition(0, { noted_at: ago(185), lag_records: 41, lag_seconds: 185 }),
        partition(1, { noted_at: ago(186), lag_records: 1, lag_seconds: 186 }),
      ],
    });
    expect(others).toEqual([]);
    expect(concern).toMatchObject({ tone: 'failed', title: 'No processor is at work' });
    expect(concern?.says[0]).toContain('for 3 min 5 s');
    expect(concern?.says[0]).toContain('42 records wait');
    expect(concern?.commands.map(({ line }) => line)).toContain('npx taskfold doctor');
  });

  test('is told from a partition that alone is not read, and from a system that never began', () => {
    expect(found({ partitions: [partition(0), partition(1, { noted_at: ago(60) })] })).toMatchObject([
      { title: 'Nobody reads partition 1' },
    ]);
    expect(
      found({ partitions: [partition(0), partition(1), partition(2, { noted_at: null })] }),
    ).toMatchObject([{ title: 'Nobody reads partition 2' }]);
    expect(found({ partitions: [] })).toMatchObject([{ title: 'No processor has ever run' }]);
  });

  test('is not said while partitions change hands', () => {
    expect(found({ partitions: [partition(0, { noted_at: ago(5) })] })).toEqual([]);
  });
});

test('a broker that is away is said first, and that processors wait for it', () => {
  const brokerFault = 'no broker answers';
  expect(found({ brokerFault })).toMatchObject([{ title: 'The broker cannot be reached' }]);
  const [first, second] = found({ brokerFault, partitions: [partition(0, { noted_at: ago(60) })] });
  expect(first?.says[0]).toContain(brokerFault);
  expect(second).toMatchObject({ title: 'No processor is at work', commands: [] });
  expect(second?.says[1]).toContain('waits for the broker');
});

test('a halt has its reason, its message, what it means and how to go on', () => {
  const halt = { reason: 'truncated', halted_at: ago(3600), message: 'The log ends at offset 44.' };
  const [concern] = found({ partitions: [partition(0), partition(1, { halt, next_offset: 65 })] });
  expect(concern?.title).toBe('Partition 1 of task.events stands still: truncated');
  const text = concern?.says.join(' ') ?? '';
  for (const part of [
    'The log ends at offset 44.',
    'before offset 65',
    'Restore the topic',
    'restart the processor',
  ])
    expect(text).toContain(part);
  const unknown = { ...halt, reason: 'of_tomorrow' };
  expect(found({ partitions: [partition(1, { halt: unknown })] })[0]?.says.join(' ')).toContain(
    'The log ends at offset 44.',
  );
});

test.each([
  [{ folded: 30, arrived: 10 }, 'caught up in about 20.0 s'],
  [{ folded: 10, arrived: 30 }, 'does not catch up'],
  [{ folded: 0, arrived: 3 }, 'gets nowhere'],
  [null, 'in a few seconds'],
])('a partition that is behind says what will become of it: %j', (rates, says) => {
  const late = partition(0, { lag_records: 400, lag_seconds: 12, log_end_offset: 500 });
  const [concern] = found({ partitions: [late], ratesOf: () => rates });
  expect(concern?.title).toBe('Partition 0 is 12.0 s behind');
  expect(concern?.says[0]).toContain(says);
});

test('a database that is slow, or holds a chunk up, is found by how long chunks take', () => {
  const slow = chunks({ p50_seconds: 1.25, max_seconds: 3 });
  const [concern, ...others] = found({ partitions: [partition(0, { chunks: slow }), partition(1)] });
  expect(others).toEqual([]);
  expect(concern).toMatchObject({
    tone: 'canceled',
    title: 'Chunks of partition 0 take 1.3 s and more',
    commands: [{ line: 'npx taskfold doctor --only database' }],
  });
  expect(concern?.says[0]).toContain('the slowest 3.0 s');
  const held = chunks({ written: 0, p50_seconds: null, max_seconds: null, open_seconds: 42 });
  expect(
    found({ partitions: [partition(0, { chunks: held }), partition(1, { chunks: held })] }),
  ).toMatchObject([{ title: 'The database has held up partitions 0, 1 for 42.0 s' }]);
  // One that was slow, as after a start, is none of it; nor is what nobody knows.
  expect(
    found({
      partitions: [partition(0, { chunks: chunks({ max_seconds: 9 }) }), partition(1, { chunks: null })],
    }),
  ).toEqual([]);
});

test('callbacks that nobody makes are found, and those that wait for their next attempt are not', () => {
  const owed = { object: 'callback_backlog' as const, leased: 0, waiting: 3, hosts: [], breakers: [] };
  expect(found({ callbacks: { ...owed, ready: 0, oldest_ready_seconds: 0 } })).toEqual([]);
  expect(found({ callbacks: { ...owed, ready: 2, oldest_ready_seconds: 300 } })).toMatchObject([
    { tone: 'failed', title: 'Callbacks have been due for 5 min' },
  ]);
});

test('open transactions, relays without a lease or late, and rebuilds are found', () => {
  expect(found({ partitions: [partition(0, { open_transaction_seconds: 75 })] })).toMatchObject([
    { title: 'A producer has held up partition 0 for 1 min 15 s' },
  ]);
  expect(found({ relays: [{ ...relay, lease: null, lag_changes: 3, lag_seconds: 60 }] })).toMatchObject([
    { title: 'Nobody publishes to task.updates' },
  ]);
  expect(found({ relays: [{ ...relay, lag_changes: 3, lag_seconds: 60 }] })).toMatchObject([
    { title: 'Updates of task.updates are 1 min late' },
  ]);
  const rebuild = {
    ...{ object: 'rebuild' as const, rebuild_id: 4, projection: 'main', topic: 'task.events' },
    ...{ started_at: ago(60), ready_at: null, swapped_at: null, rolled_back_at: null, dropped_at: null },
    corrected_tasks: null,
    progress: { folded: 60, live: 100 },
  };
  expect(found({ rebuilds: [{ ...rebuild, state: 'replaying' }] })[0]).toMatchObject({
    title: 'Rebuild 4 folds the log again',
    says: [expect.any(String), 'Its second version is at 60.0 %, 40 offsets left.'],
  });
  expect(found({ rebuilds: [{ ...rebuild, state: 'ready' }] })[0]?.title).toContain('ready to be swapped');
  expect(found({ rebuilds: [{ ...rebuild, state: 'dropped' }] })).toEqual([]);
});
