import { Link } from '@tanstack/react-router';
import type { Days } from '../time/periods.ts';
import { AmountText } from '../ui/parts.tsx';
import { Unbilled } from './unbilled.tsx';
import { filtersBehind, type UsageSumsRow } from './usage-rows.ts';

interface UsageTotalsProps {
  /** Null until it is known. */
  readonly total: UsageSumsRow | null;
  readonly days: Days;
}

/** The sums of all days: of the API, because a task that has entries in two groups is one task. */
export function UsageTotals({ total, days }: UsageTotalsProps) {
  return (
    <dl className="totals">
      <div>
        <dt>Charged</dt>
        <dd>
          {total === null ? <span className="skeleton" /> : <AmountText value={total.charged_credits} />}
        </dd>
      </div>
      <div>
        <dt>Refunded</dt>
        <dd>
          {total === null ? <span className="skeleton" /> : <AmountText value={total.refunded_credits} />}
        </dd>
      </div>
      <div className="net">
        <dt>Net credits</dt>
        <dd>
          {total === null ? <span className="skeleton" /> : <AmountText value={total.net_charged_credits} />}
        </dd>
      </div>
      <div>
        <dt>Tasks with an entry</dt>
        <dd>
          {total === null ? (
            <span className="skeleton" />
          ) : (
            <Link to="/tasks" search={filtersBehind(total, [], days)}>
              {total.tasks}
            </Link>
          )}
        </dd>
      </div>
      <Unbilled days={days} />
    </dl>
  );
}
