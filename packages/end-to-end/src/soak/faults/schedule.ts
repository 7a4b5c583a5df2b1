import type { Random } from '@taskfold/fold/testing';

/** What is done to the system. Each is something that happens in production without asking. */
export const FAULT_KINDS = [
  'kill a processor',
  'kill the database',
  'kill an API',
  'kill a broker',
  'kill the dispatcher',
  'fail the database over',
  'freeze a processor',
  'freeze a broker',
  'stop a processor',
  'kill both processors',
  'cut connections to the database',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** In an order that the seed decides: each of the kinds comes before any comes again. */
export function* faultSchedule(
  random: Random,
  kinds: readonly FaultKind[] = FAULT_KINDS,
): Generator<FaultKind, never> {
  for (;;) {
    const left: FaultKind[] = [...kinds];
    while (left.length > 0) {
      const kind = random.pick(left);
      left.splice(left.indexOf(kind), 1);
      yield kind;
    }
  }
}
