import { listMisplacedQuery, OPERATOR_OPERATIONS, toWireTime } from '@taskfold/contract';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import { operatorRoute } from './operator-route.ts';
import type { RekeyedSum } from './sum-rekeyed.ts';

export interface MisplacedReader {
  /** By source, those seen last first. */
  misplaced(limit: number): Promise<readonly RekeyedSum[]>;
}

/**
 * `GET /operator/misplaced`: who publishes records without a key, or to other partitions than their keys belong to. They were
 * published again, so nothing is lost; their producers want another setting.
 */
export function misplacedRoute({ misplaced }: MisplacedReader): Route {
  return operatorRoute(OPERATOR_OPERATIONS.listMisplaced, async ({ url }) => {
    const { limit } = readQuery(listMisplacedQuery, url);
    return { object: 'list', data: (await misplaced(limit)).map(shown) };
  });
}

function shown(sum: RekeyedSum) {
  return {
    object: 'misplaced_source',
    source: sum.source,
    cause: sum.cause,
    records: sum.records,
    unpublished: sum.unpublished,
    recognised: sum.recognised,
    first_at: toWireTime(sum.first),
    last_at: toWireTime(sum.last),
    last_partition: sum.lastPartition,
    last_offset: sum.lastOffset,
  };
}
