import type { WrittenChange } from '@taskfold/database';
import type { RelayPosition } from './relay-positions.ts';

/**
 * How long after it was sent a record may still arrive, for all that is planned for: longer than a client tries and a
 * connection lives. A successor sends again what was sent in this time.
 */
const SETTLED_MS = 60_000;
const MARK_MS = 5000;

export interface RelayProgress {
  /** By partition, the first change that is not published. */
  next(): ReadonlyMap<number, number>;
  /** The broker has acknowledged all that these changes tell of. */
  advance(changes: readonly WrittenChange[]): void;
  /** What is to be stored while more may be on its way. */
  positions(): Map<number, RelayPosition>;
  /** What is to be stored when nothing is on its way any more. */
  settled(): Map<number, RelayPosition>;
  /** By partition, the `nextPosition` that was stored last. */
  left(): ReadonlyMap<number, number>;
  /** These are being stored. */
  saving(positions: ReadonlyMap<number, RelayPosition>): void;
  /** They are. */
  saved(): void;
  /**
   * After a failure: goes on from what is stored, since changes that were read and not saved may be lost.
   *
   * @returns false where that is nothing that was ever saved here: the database has lost commits
   */
  resume(stored: ReadonlyMap<number, RelayPosition>): boolean;
}

/**
 * One term's way through the changes. It begins where the last leader's late sends may begin, and remembers for its own
 * successor where it stood a minute ago: at its beginning, at first.
 *
 * @param stored what the last leader left
 * @param now milliseconds of any steady clock
 */
export function createProgress(
  stored: ReadonlyMap<number, RelayPosition>,
  now: () => number = () => performance.now(),
): RelayProgress {
  const start = new Map([...stored].map(([partition, { resendFrom }]) => [partition, resendFrom]));
  const next = new Map(start);
  let left = nextOf(stored);
  let saving = left;
  /** Where it stood when, oldest first; the first is settled. */
  const marks = [{ at: now(), next: new Map(start) }];

  function mark(): ReadonlyMap<number, number> {
    const at = now();
    const last = marks.at(-1);
    if (last === undefined || at - last.at >= MARK_MS) marks.push({ at, next: new Map(next) });
    for (let second = marks[1]; second !== undefined && at - second.at >= SETTLED_MS; second = marks[1]) {
      marks.shift();
    }
    return marks[0]?.next ?? start;
  }

  return {
    next: () => next,
    advance(changes) {
      for (const { partition, position } of changes) {
        next.set(partition, Math.max(next.get(partition) ?? 0, position + 1));
      }
    },
    positions() {
      const settled = mark();
      return new Map(
        [...next].map(([partition, nextPosition]) => [
          partition,
          { nextPosition, resendFrom: settled.get(partition) ?? 0 },
        ]),
      );
    },
    settled: () =>
      new Map(
        [...next].map(([partition, nextPosition]) => [partition, { nextPosition, resendFrom: nextPosition }]),
      ),
    left: () => left,
    saving(positions) {
      saving = nextOf(positions);
    },
    saved() {
      left = saving;
    },
    resume(found) {
      const isKnown = [...nextOf(found)].every(
        ([partition, position]) => position === left.get(partition) || position === saving.get(partition),
      );
      left = nextOf(found);
      saving = left;
      for (const map of [next, ...marks.map((mark) => mark.next)]) {
        for (const [partition, position] of left) {
          map.set(partition, Math.min(map.get(partition) ?? 0, position));
        }
      }
      return isKnown;
    },
  };
}

function nextOf(positions: ReadonlyMap<number, RelayPosition>): ReadonlyMap<number, number> {
  return new Map([...positions].map(([partition, { nextPosition }]) => [partition, nextPosition]));
}
