import { METERS, OPERATIONS, usageQuery } from '@taskfold/contract';
import { canonicalDecimal, printCredits, subtractDecimals } from '@taskfold/fold';
import { abortable } from '@taskfold/runtime';
import { callerOf } from '../../context/request-context.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { PRIVATE_CACHING } from '../../http/caching.ts';
import type { Reply } from '../../http/reply.ts';
import { type Route, routeOf } from '../../http/route.ts';
import { readQuery } from '../../query/read-query.ts';
import type { SummedUsage, SumUsageOptions, UsageSums } from './sum-usage.ts';

/** What adds usage up. */
export interface UsageReader {
  usage(options: SumUsageOptions): Promise<SummedUsage>;
}

const MAX_ROWS = 10_000;

/** `GET /v1/usage`: sums of meters and credits by day, capability, model, project or status. */
export function getUsage(reader: UsageReader): Route {
  return routeOf(OPERATIONS.getUsage, async (request, context): Promise<Reply> => {
    const { tenantId } = callerOf(context);
    const { from, to, group_by: groupBy = [] } = readQuery(usageQuery, request.url);
    const sums = await abortable(
      reader.usage({ tenantId, from, to, groupBy, maxRows: MAX_ROWS }),
      context.signal,
    );
    if (sums.kind === 'too_many_rows') {
      const message = `makes more than ${MAX_ROWS} rows: narrow the range or group by less`;
      throw invalidRequest([{ path: ['group_by'], message }]);
    }
    const body = `{"object":"list","data":[${sums.rows.map(rowJson).join(',')}]}`;
    return { status: 200, headers: PRIVATE_CACHING, body };
  });
}

/** Meters are numbers with every digit, which may be more than a JavaScript number holds. */
function rowJson({ group, tasks, meters, charged, refunded }: UsageSums): string {
  const keys = Object.entries({ ...group, tasks }).map(
    ([name, value]) => `"${name}":${JSON.stringify(value)}`,
  );
  const sums = METERS.map((meter) => `"${meter}":${canonicalDecimal(meters[meter])}`);
  const net = subtractDecimals(charged, refunded);
  const credits = [
    `"charged_credits":"${printCredits(charged)}"`,
    `"refunded_credits":"${printCredits(refunded)}"`,
    `"net_charged_credits":"${printCredits(net)}"`,
  ];
  return `{${[...keys, ...sums, ...credits].join(',')}}`;
}
