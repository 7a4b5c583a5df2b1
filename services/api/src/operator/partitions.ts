import { toWireTime } from '@taskfold/contract';
import type { PartitionState } from '@taskfold/database';
import { noParameters, type OperatorRoute, readParameters } from './operator-route.ts';

export interface PartitionReader {
  /** Of the projection and topic that the API serves. */
  partitions(): Promise<readonly PartitionState[]>;
}

/** Seconds after which a note says nothing of now, but that nobody notes any more. */
const NOTE_IS_OLD = 5;

/**
 * `GET /operator/partitions`: how far each partition is folded, where its log ends, how far it is behind, and why it stands
 * still where it does. `GET /operator/halts`: those that stand still.
 */
export function partitionRoutes(
  { partitions }: PartitionReader,
  { topic }: { readonly topic: string },
): OperatorRoute[] {
  const listed = (template: string, choose: (state: PartitionState) => boolean): OperatorRoute => ({
    method: 'GET',
    template,
    async handle({ query }) {
      readParameters(noParameters, query);
      const data = (await partitions()).filter(choose).map((state) => shown(topic, state));
      return { status: 200, body: { object: 'list', data } };
    },
  });
  return [listed('/operator/partitions', () => true), listed('/operator/halts', ({ halt }) => halt !== null)];
}

function shown(topic: string, { partition, checkpoint, lag, halt }: PartitionState) {
  const end = lag?.logEndOffset ?? null;
  return {
    object: 'partition',
    topic,
    partition,
    next_offset: checkpoint?.nextOffset ?? null,
    next_position: checkpoint?.nextPosition ?? null,
    last_record_offset: checkpoint?.lastRecordOffset ?? null,
    folded_at: checkpoint === null ? null : toWireTime(checkpoint.updatedAt),
    log_end_offset: end,
    lag_records: end === null ? null : Math.max(0, end - (checkpoint?.nextOffset ?? 0)),
    lag_seconds: lag === null ? null : secondsOf(lag),
    open_transaction_seconds: lag?.openTransactionSeconds ?? null,
    noted_at: lag === null ? null : toWireTime(lag.notedAt),
    halt: halt && { reason: halt.reason, halted_at: toWireTime(halt.haltedAt), message: halt.message },
  };
}

/** A processor that is gone must not read as one that is up to date. */
function secondsOf({ seconds, noteAge }: NonNullable<PartitionState['lag']>): number {
  const known = noteAge > NOTE_IS_OLD ? Math.max(noteAge, seconds) : seconds;
  return Math.round(known * 1000) / 1000;
}
