import { usageQuery } from '@taskfold/contract';
import type { Handler } from '../http/exchange.ts';
import { cached } from '../http/pages.ts';
import { readQuery } from '../http/read-request.ts';
import type { Projection } from '../projection/projection.ts';
import { sumUsage } from '../projection/sum-usage.ts';

/** `GET /v1/usage`: sums of meters and credits. */
export function getUsage(projection: Projection): Handler {
  return (exchange) => {
    const rows = sumUsage(projection.tasks(), readQuery(usageQuery, exchange));
    return cached(`{"object":"list","data":[${rows.join(',')}]}`);
  };
}
