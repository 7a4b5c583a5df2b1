import type { Usage } from '@taskfold/client';
import { METERS } from '@taskfold/contract/meters';
import { AmountText, Said } from '../ui/parts.tsx';

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** What a task used: first what is billed, line by line to its sum, then what was measured. */
export function UsageTable({ usage }: { readonly usage: Usage }) {
  const meters = METERS.filter((meter) => usage[meter] !== 0);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Usage">
      <table className="events">
        <thead>
          <tr>
            <th scope="col">Used</th>
            <th scope="col" className="end">
              Quantity
            </th>
            <th scope="col" className="end">
              Credits
            </th>
          </tr>
        </thead>
        <tbody>
          {usage.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ids, and keep their order
            <tr key={index}>
              <td>
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
              <strong>
                <AmountText value={usage.credits} />
              </strong>
            </td>
          </tr>
          {meters.map((meter) => (
            <tr key={meter} className="faint">
              <td>measured: {meter.replaceAll('_', ' ')}</td>
              <td className="end">{NUMBER.format(usage[meter])}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
