import type { Heads } from '@taskfold/database';
import { expect, it } from 'vitest';
import { createReplicaLag } from './replica-lag.ts';

const heads = (...offsets: number[]): Heads =>
  new Map(offsets.map((offset, partition) => [partition, { nextOffset: offset, nextPosition: offset }]));

it('is the age of the newest moment of which the replica has everything', () => {
  const lag = createReplicaLag();
  expect(lag.ms(0)).toBeNull();
  lag.onPrimary(heads(1, 1), 1000);
  expect(lag.onReplica(heads(1, 0))).toBe(false);
  expect(lag.ms(1500)).toBeNull();
  expect(lag.onReplica(heads(1, 1))).toBe(true);
  expect(lag.ms(9000)).toBe(0);
  lag.onPrimary(heads(2, 1), 2000);
  lag.onPrimary(heads(2, 3), 3000);
  expect(lag.onReplica(heads(1, 1))).toBe(false);
  expect(lag.ms(3500)).toBe(2500);
  expect(lag.onReplica(heads(2, 2))).toBe(false);
  expect(lag.ms(3500)).toBe(1500);
  expect(lag.onReplica(heads(9, 9))).toBe(true);
  expect(lag.ms(3500)).toBe(0);
});

it('does not hold a partition that the replica does not know yet', () => {
  const lag = createReplicaLag();
  lag.onPrimary(heads(0, 0), 0);
  expect(lag.onReplica(heads(0))).toBe(false);
});
