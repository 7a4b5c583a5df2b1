import { toWireTime } from '@taskfold/contract';
import { z } from 'zod';
import { type OperatorRoute, readParameters } from './operator-route.ts';
import type { RekeyedSum } from './sum-rekeyed.ts';

export interface MisplacedReader {
  /** By source, those seen last first. */
  misplaced(limit: number): Promise<readonly RekeyedSum[]>;
}

const parameters = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/**
 * `GET /operator/misplaced`: who publishes records without a key, or to other partitions than their keys belong to. They were
 * published again, so nothing is lost; their producers want another setting.
 */
export function misplacedRoute({ misplaced }: MisplacedReader): OperatorRoute {
  return {
    method: 'GET',
    template: '/operator/misplaced',
    async handle({ query }) {
      const { limit } = readParameters(parameters, query);
      return { status: 200, body: { object: 'list', data: (await misplaced(limit)).map(shown) } };
    },
  };
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
