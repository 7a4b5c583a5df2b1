import type { Instant } from '@taskfold/contract';

/**
 * Facts that change together. `progress` changes with every event that changes a task; the others are left out of an
 * update that does not touch them, so that nothing large is written again (see `changedGroups`).
 */
export type FactGroup = 'key' | 'creation' | 'output' | 'progress' | 'course' | 'lists';

/** One fact of a task: a column of the table `tasks`, and a value of its record. */
export interface Fact<Value = unknown, Shown = boolean> {
  /** Of the column. */
  readonly type: string;
  readonly group: FactGroup;
  /** Whether an answer is made of it; the others are for folding on alone. */
  readonly shown: Shown;
  /** Whether it is known of every task: the column is not null. */
  readonly known: boolean;
  /** Never there: it is the type of the values. */
  readonly value?: Value;
}

export const text = factOf<string>('text');
export const words = factOf<readonly string[]>('text[]');
export const instant = factOf<Instant>('timestamptz');
export const integer = factOf<number>('integer');
export const bigint = factOf<number>('bigint');
export const real = factOf<number>('double precision');
export const decimal = factOf<string>('numeric');
export const flag = factOf<boolean>('boolean');
/** A text that comes back digit for digit. */
export const json = factOf<string>('json');
export const jsonb = factOf<string>('jsonb');

/** Of every task. */
export function known<Value, Shown>(fact: Fact<Value, Shown>): Fact<NonNullable<Value>, Shown> {
  return { ...fact, known: true } as Fact<NonNullable<Value>, Shown>;
}

export function hidden<Value>(fact: Fact<Value>): Fact<Value, false> {
  return { ...fact, shown: false };
}

function factOf<Base>(type: string) {
  return <Value extends Base = Base>(group: FactGroup): Fact<Value | null, true> => ({
    type,
    group,
    shown: true,
    known: false,
  });
}
