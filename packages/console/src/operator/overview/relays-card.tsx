import { durationText } from '../../time/format.ts';
import { At, Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { Relay } from '../ask/operations.ts';

interface RelaysCardProps {
  readonly relays: readonly Relay[];
  readonly now: number;
}

/** Who publishes changes to which topic, and how far that is. */
export function RelaysCard({ relays, now }: RelaysCardProps) {
  return (
    <section className="card" aria-labelledby="relays">
      <header>
        <h2 id="relays">Relays</h2>
        <span className="faint">who publishes changes for downstream consumers</span>
      </header>
      {relays.length === 0 ? (
        <p className="body faint">Nothing was published to an updates topic yet.</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Relays by topic">
          <table className="events">
            <thead>
              <tr>
                <th scope="col">Topic</th>
                <th scope="col">Lease</th>
                <th scope="col" className="end" title="Changes that are not published">
                  Waits
                </th>
                <th scope="col" className="end" title="Age of the oldest of them">
                  Lag
                </th>
                <th scope="col" className="end" title="Since when the one that holds the lease has it">
                  Held since
                </th>
                <th scope="col" title="The token that the process drew; it stands in its log, too">
                  Holder
                </th>
              </tr>
            </thead>
            <tbody>
              {relays.map(({ topic, lease, lag_changes: changes, lag_seconds: seconds }) => (
                <tr key={topic}>
                  <td className="mono id">
                    <Said text={topic} />
                  </td>
                  <td>
                    {lease?.held === true ? (
                      <Badge tone="succeeded">held</Badge>
                    ) : (
                      <Badge tone="failed">nobody holds it</Badge>
                    )}
                  </td>
                  <td className="end">{changes.toLocaleString('en')}</td>
                  <td className="end">{seconds === 0 ? '0 s' : durationText(seconds * 1000)}</td>
                  <td className="end">
                    {lease === null ? <Nothing /> : <At time={lease.began_at} now={now} />}
                  </td>
                  <td className="mono">{lease === null ? <Nothing /> : lease.holder.slice(0, 8)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
