import { OPERATOR_OPERATIONS, type Operation, toWireTime } from '@taskfold/contract';
import type { Route } from '../http/route.ts';
import { operatorRoute } from './operator-route.ts';
import type { PartitionStanding } from './standing.ts';

/**
 * `GET /operator/partitions`: how far each partition is folded, where its log ends, how far it is behind, and why it stands
 * still where it does. `GET /operator/halts`: those that stand still.
 */
export function partitionRoutes(
  partitions: () => Promise<readonly PartitionStanding[]>,
  { topic }: { readonly topic: string },
): Route[] {
  const listed = (operation: Operation, choose: (state: PartitionStanding) => boolean) =>
    operatorRoute(operation, async () => ({
      object: 'list',
      data: (await partitions()).filter(choose).map((state) => shown(topic, state)),
    }));
  return [
    listed(OPERATOR_OPERATIONS.listPartitions, () => true),
    listed(OPERATOR_OPERATIONS.listHalts, ({ halt }) => halt !== null),
  ];
}

function shown(topic: string, { partition, checkpoint, lag, halt, ...standing }: PartitionStanding) {
  return {
    object: 'partition',
    topic,
    partition,
    next_offset: checkpoint?.nextOffset ?? null,
    next_position: checkpoint?.nextPosition ?? null,
    last_record_offset: checkpoint?.lastRecordOffset ?? null,
    folded_at: checkpoint === null ? null : toWireTime(checkpoint.updatedAt),
    log_end_offset: standing.logEndOffset,
    lag_records: standing.lagRecords,
    lag_seconds: standing.lagSeconds,
    open_transaction_seconds: lag?.openTransactionSeconds ?? null,
    chunks: standing.chunks && {
      written: standing.chunks.written,
      p50_seconds: roundedOrNull(standing.chunks.p50Seconds),
      max_seconds: roundedOrNull(standing.chunks.maxSeconds),
      open_seconds: rounded(standing.chunks.openSeconds),
    },
    noted_at: lag === null ? null : toWireTime(lag.notedAt),
    halt: halt && { reason: halt.reason, halted_at: toWireTime(halt.haltedAt), message: halt.message },
  };
}

/** To the tenth of a millisecond: chunks may take less than one. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10_000) / 10_000;
}

function roundedOrNull(seconds: number | null): number | null {
  return seconds === null ? null : rounded(seconds);
}
