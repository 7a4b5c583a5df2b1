import { durationText } from '../../time/format.ts';
import { At, Badge, Said } from '../../ui/parts.tsx';
import type { Breaker, OwedHost } from '../ask/operations.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { SILENCE_ADVICE, type SilentHost, silentHosts } from './silent-hosts.ts';

interface SilentHostsCardProps {
  readonly breakers: readonly Breaker[];
  readonly owed: readonly OwedHost[];
  /** By the clock of the API, in milliseconds since 1970. */
  readonly serverTime: number;
  readonly now: number;
}

/** Hosts that are left alone because they do not answer, and what to do about them. */
export function SilentHostsCard({ breakers, owed, serverTime, now }: SilentHostsCardProps) {
  const hosts = silentHosts(breakers);
  return (
    <section className="card" aria-labelledby="silent">
      <header>
        <h2 id="silent">Hosts that do not answer</h2>
        <span className="faint">left alone for up to a minute at a time, then tried with one attempt</span>
      </header>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Hosts that do not answer">
        <table className="events">
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">State</th>
              <th scope="col" className="end" title="callbacks that are due, being made or tried again later">
                Owed
              </th>
              <th scope="col" className="end" title="attempts that got no answer, since the last that did">
                Failed in a row
              </th>
              <th scope="col">Why</th>
              <th scope="col" className="end" title="since when it is left alone">
                Since
              </th>
              <th scope="col" title="machine, container or pod of each processor that found so">
                Found by
              </th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.host}>
                <td className="mono id">
                  <Said text={host.host} />
                </td>
                <td>
                  <State host={host} serverTime={serverTime} />
                </td>
                <td className="end">{owedTo(owed, host.host).toLocaleString('en')}</td>
                <td className="end">{host.failures.toLocaleString('en')}</td>
                <td className="why">
                  <Badge tone="failed">
                    <Said text={host.lastError} />
                  </Badge>
                  <div className="faint">{SILENCE_ADVICE[host.lastError]}</div>
                </td>
                <td className="end">
                  <At time={host.since} now={now} />
                </td>
                <td className="mono">
                  <Said text={host.processors.join(', ')} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="body faint stack-small">
        <p>
          One host: tell its owner; nothing is to be done here, and what is owed to it is made as soon as it
          answers. Several, of different owners, for the same reason: look at the network of the processors,
          at its name servers, and at its firewall.
        </p>
        <dl className="commands">
          <div>
            <dt>Callbacks to one of them</dt>
            <dd>
              <CommandLine line="npx taskfold deliveries list --host HOST" />
            </dd>
          </div>
        </dl>
      </div>
    </section>
  );
}

function owedTo(owed: readonly OwedHost[], host: string): number {
  const found = owed.find((each) => each.host === host);
  return found === undefined ? 0 : found.ready + found.leased + found.waiting;
}

function State({
  host: { restsUntil },
  serverTime,
}: {
  readonly host: SilentHost;
  readonly serverTime: number;
}) {
  if (restsUntil === null) return <Badge tone="running">one attempt at a time</Badge>;
  const restMs = Math.max(0, Date.parse(restsUntil) - serverTime);
  return <Badge tone="canceled">left alone for {durationText(Math.ceil(restMs / 1000) * 1000)}</Badge>;
}
