import type { Task, Usage } from '@taskfold/client';
import { METERS } from '@taskfold/contract/meters';
import { AmountText, Said } from '../ui/parts.tsx';
import { settlementMeaning } from './meanings.ts';

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** What a task cost, and what of. */
export function MoneyCard({ task }: { readonly task: Task }) {
  const { billing } = task;
  return (
    <section className="card" aria-labelledby="money">
      <header>
        <h2 id="money">Money</h2>
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
              <dt>Charged</dt>
              <dd>
                <AmountText value={billing.charged_credits} />
              </dd>
            </div>
            <div>
              <dt>Refunded</dt>
              <dd>
                <AmountText value={billing.refunded_credits} sign="−" />
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
      {task.usage === null ? null : <UsageTable usage={task.usage} />}
    </section>
  );
}

function UsageTable({ usage }: { readonly usage: Usage }) {
  const meters = METERS.filter((meter) => usage[meter] !== 0);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Usage">
      <table className="events">
        <thead>
          <tr>
            <th scope="col">Usage</th>
            <th scope="col" className="end">
              Quantity
            </th>
            <th scope="col" className="end">
              Credits
            </th>
          </tr>
        </thead>
        <tbody>
          {meters.map((meter) => (
            <tr key={meter}>
              <td>{meter.replaceAll('_', ' ')}</td>
              <td className="end">{NUMBER.format(usage[meter])}</td>
              <td className="end" />
            </tr>
          ))}
          {usage.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ids, and keep their order
            <tr key={index}>
              <td>
                <span className="faint">billed </span>
                <Said text={line.meter} />
              </td>
              <td className="end wraps">
                {line.quantity} <Said text={line.unit} />
              </td>
              <td className="end">
                <AmountText value={line.billed_amount_credits} />
              </td>
            </tr>
          ))}
          <tr>
            <td>
              <strong>Sum of what is billed</strong>
              {usage.lines_truncated > 0 ? (
                <div className="faint">with {usage.lines_truncated} further lines</div>
              ) : null}
            </td>
            <td />
            <td className="end">
              <AmountText value={usage.credits} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
