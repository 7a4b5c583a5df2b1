import { expect, test } from 'vitest';
import { createPauses } from './pauses.ts';

function setUp() {
  const fetched = new Set([0, 1, 2]);
  const pauses = createPauses({
    pause: (partitions) => {
      for (const partition of partitions) fetched.delete(partition);
    },
    resume: (partitions) => {
      for (const partition of partitions) fetched.add(partition);
    },
  });
  return { pauses, fetched: () => [...fetched].sort() };
}

test('a partition is fetched while nobody has a reason against it', () => {
  const { pauses, fetched } = setUp();
  pauses.add('user', [0, 1]);
  pauses.add('failure', [1]);
  expect(fetched()).toEqual([2]);
  pauses.remove('user', [0, 1]);
  expect(fetched()).toEqual([0, 2]);
  expect(pauses.has(1)).toBe(true);
  pauses.remove('failure', [1]);
  expect(fetched()).toEqual([0, 1, 2]);
});

test('a reason that was not given is not taken back', () => {
  const { pauses, fetched } = setUp();
  pauses.add('user', [0]);
  pauses.remove('failure', [0, 1]);
  expect(fetched()).toEqual([1, 2]);
});

test('a new assignment keeps what the user has paused and forgets failures', () => {
  const { pauses, fetched } = setUp();
  pauses.add('user', [0]);
  pauses.add('failure', [0, 1]);
  pauses.restart([0, 1, 2]);
  expect(fetched()).toEqual([]);
  pauses.remove('assignment', [0, 1, 2]);
  expect(fetched()).toEqual([1, 2]);
  pauses.remove('user', [0]);
  expect(fetched()).toEqual([0, 1, 2]);
});
