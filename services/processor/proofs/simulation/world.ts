import type { Random } from '@taskfold/fold/testing';
import type { Reached } from './reachability.ts';
import type { Scheduler } from './scheduler.ts';

/** What every part of one simulated run shares. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly reached: Reached;
  /** Notes something for whoever replays the seed. */
  note(line: string): void;
}

/** The run broke a rule that must always hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
