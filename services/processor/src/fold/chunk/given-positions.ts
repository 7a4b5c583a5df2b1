import type { ChunkCheckpoint } from '@taskfold/database';

type Place = Pick<ChunkCheckpoint, 'nextOffset' | 'nextPosition'>;

/**
 * Which positions a partition's changes may have been given that its row does not know of: where the database was failed over to
 * a copy that lacks commits, readers have gone past what those held. What is folded again gets further positions, so that no
 * cursor passes by a change that came later.
 */
export interface GivenPositions {
  /** Another process may have folded up to this offset. A record gives one change at most. */
  upToOffset(offset: number): void;
  /** This process is about to commit the row as it stands here. */
  committing(place: Place): void;
  /** The position of the next change behind the locked row. */
  next(row: Place): number;
}

export function createGivenPositions(): GivenPositions {
  let known: Place = { nextOffset: 0, nextPosition: 0 };
  return {
    upToOffset(offset) {
      known = { ...known, nextOffset: Math.max(known.nextOffset, offset) };
    },
    committing({ nextOffset, nextPosition }) {
      known = { nextOffset, nextPosition: Math.max(known.nextPosition, nextPosition) };
    },
    next(row) {
      const lost = Math.max(0, known.nextOffset - row.nextOffset);
      const nextPosition = Math.max(known.nextPosition, row.nextPosition + lost);
      known = { nextOffset: row.nextOffset, nextPosition };
      return nextPosition;
    },
  };
}
