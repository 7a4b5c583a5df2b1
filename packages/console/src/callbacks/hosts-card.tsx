import { durationText } from '../time/format.ts';
import { Nothing, Said } from '../ui/parts.tsx';
import { DELIVERY_STATUSES } from './ask-deliveries.ts';
import type { HostSummary } from './by-host.ts';
import { STATUS_WORDS } from './status-words.ts';

interface HostsCardProps {
  readonly hosts: readonly HostSummary[];
  /** Of which was fetched so much that there is more. */
  readonly partly: boolean;
  readonly chosen: string | null;
  readonly onChoose: (host: string | null) => void;
}

/** Which receivers take what they are told, and how soon. */
export function HostsCard({ hosts, partly, chosen, onChoose }: HostsCardProps) {
  return (
    <section className="card" aria-labelledby="by-receiver">
      <header>
        <h2 id="by-receiver">By receiver</h2>
        <p className="faint">
          {partly
            ? 'Of the newest tasks of each kind, as far as they were fetched: there are more.'
            : 'Of all tasks that ended and whose callers want to be told, and of the newest 200 that were.'}
        </p>
      </header>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Receivers">
        <table className="events stacks hosts">
          <thead>
            <tr>
              <th scope="col">Host</th>
              {DELIVERY_STATUSES.map((status) => (
                <th key={status} scope="col" className="end">
                  {STATUS_WORDS[status].title}
                </th>
              ))}
              <th scope="col" className="end">
                Told after (median)
              </th>
              <th scope="col" className="end">
                (longest)
              </th>
              <th scope="col">Last failure</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((each) => (
              <tr key={each.host} data-host={each.host}>
                <td>
                  <button
                    type="button"
                    className="button quiet host"
                    aria-pressed={chosen === each.host}
                    onClick={() => onChoose(chosen === each.host ? null : each.host)}
                  >
                    <Said text={each.host} />
                  </button>
                </td>
                {DELIVERY_STATUSES.map((status) => (
                  <td key={status} className="end" data-label={STATUS_WORDS[status].title}>
                    {each.counts[status] === 0 ? (
                      <Nothing />
                    ) : (
                      <span className={`count tone-${STATUS_WORDS[status].tone}`}>{each.counts[status]}</span>
                    )}
                  </td>
                ))}
                <td className="end" data-label="Told after (median)">
                  {each.toldAfter === null ? <Nothing /> : durationText(each.toldAfter.median)}
                </td>
                <td className="end" data-label="Told after (longest)">
                  {each.toldAfter === null ? <Nothing /> : durationText(each.toldAfter.longest)}
                </td>
                <td data-label="Last failure">
                  {each.lastError === null ? <Nothing /> : <Said text={each.lastError} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
