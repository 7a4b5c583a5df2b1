import type { LedgerEntry, Task } from '@taskfold/client';
import { amountOf } from '../money/decimal.ts';
import { fractionStyle } from '../money/fraction-style.ts';
import { AmountText } from '../ui/parts.tsx';
import { EntriesOf } from './entries-of.tsx';
import { settlementMeaning } from './meanings.ts';
import { UsageTable } from './usage-table.tsx';

interface MoneyCardProps {
  readonly task: Task;
  readonly ledger: readonly LedgerEntry[];
}

/** What a task cost: every charge and refund with its reason, and what was used. */
export function MoneyCard({ task, ledger }: MoneyCardProps) {
  const { billing, usage } = task;
  const amounts = [
    ...(billing === null
      ? []
      : [billing.charged_credits, billing.refunded_credits, billing.net_charged_credits]),
    ...ledger.map((entry) => entry.amount_credits),
    ...(usage === null ? [] : [usage.credits, ...usage.lines.map((line) => line.billed_amount_credits)]),
  ];
  return (
    <section className="card" aria-labelledby="money" style={fractionStyle(amounts)}>
      <header>
        <h2 id="money">Cost</h2>
        {billing === null ? null : (
          <span className="faint">
            {billing.settlement}: {settlementMeaning(billing.settlement)}
          </span>
        )}
      </header>
      <div className="body">
        {billing === null ? (
          <p className="faint">Nothing was charged, refunded or settled.</p>
        ) : (
          <dl className="money">
            <div>
              <dt>
                Charged
                <EntriesOf kind="charge" ledger={ledger} />
              </dt>
              <dd>
                <AmountText value={billing.charged_credits} />
              </dd>
            </div>
            <div>
              <dt>
                Refunded
                <EntriesOf kind="refund" ledger={ledger} />
              </dt>
              <dd>
                <AmountText
                  value={billing.refunded_credits}
                  sign={amountOf(billing.refunded_credits) === 0n ? '' : '−'}
                />
              </dd>
            </div>
            <div className="net">
              <dt>Net credits</dt>
              <dd>
                <AmountText value={billing.net_charged_credits} />
              </dd>
            </div>
            <div className="faint">
              <dt>for reference, {billing.currency}</dt>
              <dd>
                <AmountText value={billing.net_charged_credits_usd_reference} />
              </dd>
            </div>
          </dl>
        )}
      </div>
      {usage === null ? null : <UsageTable usage={usage} />}
    </section>
  );
}
