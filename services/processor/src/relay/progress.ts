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

/** Whatever was sent without knowing of the changes below the position was sent before that time. */
interface Mark {
  readonly at: number;
  position: number;
}

/**
 * One term's way through the changes. It begins where late sends of earlier leaders may begin, and remembers for its own
 * successor where the relay stood a minute ago, whoever led it then: terms that are short, one after the other, send no more
 * again than a long one. What a term itself sends again at its beginning shows the tasks as they are then, so that nothing of
 * it is older than the changes that were published before the term.
 *
 * @param stored what the last leader left
 * @param now milliseconds of any steady clock
 */
export function createProgress(
  stored: ReadonlyMap<number, RelayPosition>,
  now: () => number = () => performance.now(),
): RelayProgress {
  const began = now();
  /** Of each partition, oldest first; the first is settled. */
  const marks = new Map([...stored].map(([partition, position]) => [partition, marksOf(position, began)]));
  const next = new Map([...marks].map(([partition, [settled]]) => [partition, settled.position]));
  let left = nextOf(stored);
  let saving = left;
  let markedAt = began;
  for (const [partition, { nextPosition }] of stored) note(partition, nextPosition, began);

  function note(partition: number, position: number, at: number): void {
    const list = marks.get(partition);
    const last = list?.at(-1);
    if (last === undefined || position > last.position) list?.push({ at, position });
  }

  function mark(at: number): void {
    if (at - markedAt >= MARK_MS) {
      for (const [partition, position] of next) note(partition, position, at);
      markedAt = at;
    }
    for (const list of marks.values()) dropSettled(list, at);
  }

  return {
    next: () => next,
    advance(changes) {
      for (const { partition, position } of changes) {
        next.set(partition, Math.max(next.get(partition) ?? 0, position + 1));
      }
    },
    positions() {
      const at = now();
      mark(at);
      return new Map(
        [...next].map(([partition, nextPosition]) => {
          // Of what was not sent again yet, the successor knows no more than this term did.
          const known = (marks.get(partition) ?? []).map((each) => ({
            ageMs: at - each.at,
            position: Math.min(each.position, nextPosition),
          }));
          const resendFrom = known[0]?.position ?? 0;
          return [partition, { nextPosition, resendFrom, marks: known.slice(1) }];
        }),
      );
    },
    settled: () =>
      new Map(
        [...next].map(([partition, nextPosition]) => [
          partition,
          { nextPosition, resendFrom: nextPosition, marks: [] },
        ]),
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
      for (const [partition, position] of left) {
        next.set(partition, Math.min(next.get(partition) ?? 0, position));
        for (const each of marks.get(partition) ?? []) each.position = Math.min(each.position, position);
      }
      return isKnown;
    },
  };
}

type Marks = [settled: Mark, ...Mark[]];

function marksOf({ resendFrom, marks }: RelayPosition, at: number): Marks {
  // A leader of an earlier version stores none, and leaves those that it finds.
  const later = marks.filter(({ position }) => position > resendFrom);
  const list: Marks = [
    { at: Number.NEGATIVE_INFINITY, position: resendFrom },
    ...later.map(({ ageMs, position }) => ({ at: at - ageMs, position })),
  ];
  dropSettled(list, at);
  return list;
}

/** Only the last of those that are settled counts. */
function dropSettled(list: Mark[], at: number): void {
  for (let second = list[1]; second !== undefined && at - second.at >= SETTLED_MS; second = list[1]) {
    list.shift();
  }
}

function nextOf(positions: ReadonlyMap<number, RelayPosition>): ReadonlyMap<number, number> {
  return new Map([...positions].map(([partition, { nextPosition }]) => [partition, nextPosition]));
}
