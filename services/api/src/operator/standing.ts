import type { ChunkNotes, PartitionState } from '@taskfold/database/operators';
import type { PartitionOffsets } from '@taskfold/kafka';

/** Seconds after which a note says nothing of now, but that nobody notes any more. */
const NOTE_IS_OLD = 5;
const ASK_MS = 3000;

export interface StandingOptions {
  /** What the database knows. */
  readonly read: () => Promise<readonly PartitionState[]>;
  /** Where the log of each partition ends, asked of the broker. */
  readonly ends: () => Promise<readonly Pick<PartitionOffsets, 'partition' | 'high'>[]>;
}

/** Where one partition stands, as far as anybody can tell. */
export interface PartitionStanding extends PartitionState {
  /** Offset that the next record of the log gets; null where nobody knows. */
  readonly logEndOffset: number | null;
  /** Records that are not folded. */
  readonly lagRecords: number | null;
  /** Age of the oldest record that is not folded, or of the last note where that is old; null where nothing was ever noted. */
  readonly lagSeconds: number | null;
  /** How long chunks take; null where no processor says so now. */
  readonly chunks: ChunkNotes | null;
}

/**
 * Where each partition stands. As long as a processor notes it, that is what it notes; where none does, the broker is asked
 * how far the log goes, so that what waits is seen to rise while nobody folds.
 */
export function createStanding({ read, ends }: StandingOptions): () => Promise<PartitionStanding[]> {
  return async () => {
    const states = await read();
    const isNoted =
      states.length > 0 && states.every(({ lag }) => lag !== null && lag.noteAge <= NOTE_IS_OLD);
    const known = isNoted ? new Map<number, number>() : await endsInTime(ends);
    const partitions = new Set([...states.map(({ partition }) => partition), ...known.keys()]);
    const byPartition = new Map(states.map((state) => [state.partition, state]));
    return [...partitions]
      .sort((left, right) => left - right)
      .map((partition) => standing(byPartition.get(partition) ?? unknown(partition), known.get(partition)));
  };
}

/** Nothing where the broker does not answer in time. */
async function endsInTime(ends: StandingOptions['ends']): Promise<Map<number, number>> {
  const late = Promise.withResolvers<[]>();
  const timer = setTimeout(() => late.resolve([]), ASK_MS);
  const found = await Promise.race([ends().catch(() => []), late.promise]);
  clearTimeout(timer);
  return new Map(found.map(({ partition, high }) => [partition, high]));
}

function unknown(partition: number): PartitionState {
  return { partition, checkpoint: null, lag: null, halt: null };
}

function standing(state: PartitionState, end: number | undefined): PartitionStanding {
  const { checkpoint, lag } = state;
  const logEndOffset = end ?? lag?.logEndOffset ?? null;
  return {
    ...state,
    logEndOffset,
    lagRecords: logEndOffset === null ? null : Math.max(0, logEndOffset - (checkpoint?.nextOffset ?? 0)),
    lagSeconds: lag === null ? null : secondsOf(lag),
    // Of the minute before a note that is old nobody asks any more.
    chunks: lag === null || lag.noteAge > NOTE_IS_OLD ? null : lag.chunks,
  };
}

/** A processor that is gone must not read as one that is up to date. */
function secondsOf({ seconds, noteAge }: NonNullable<PartitionState['lag']>): number {
  const known = noteAge > NOTE_IS_OLD ? Math.max(noteAge, seconds) : seconds;
  return Math.round(known * 1000) / 1000;
}
