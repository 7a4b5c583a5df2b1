import { useEffect } from 'react';
import { durationText } from '../../time/format.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { At, Badge, Nothing, PageState, Said } from '../../ui/parts.tsx';
import type { OwedHost } from '../ask/operations.ts';
import { useLive } from '../ask/use-live.ts';
import { Loaded } from '../parts/loaded.tsx';
import { backlogVerdict } from './backlog-verdict.ts';
import { SilentHostsCard } from './silent-hosts-card.tsx';

const COLUMNS: readonly (readonly [string, string])[] = [
  ['Due', 'callbacks that are to be made now'],
  ['Being made', 'callbacks that a processor is making'],
  ['Tried again later', 'callbacks that failed, and wait for their next attempt'],
  ['Due for', 'how long the oldest that is due has been'],
  ['Next attempt', 'when the first of those that wait is tried again'],
];

const whole = (value: number) => value.toLocaleString('en');
const seconds = (value: number) => (value === 0 ? <Nothing /> : durationText(value * 1000));

/** Callbacks of all tenants that are owed, and which hosts do not take them. */
export function CallbacksPage() {
  const query = useLive('getCallbackBacklog');
  const now = useNow();

  useEffect(() => {
    document.title = 'Callbacks · Taskfold for operators';
  }, []);

  return (
    <div className="task">
      <div className="title">
        <h1>Callbacks</h1>
        <span className="faint">what is still to be told to callers, of all tenants</span>
      </div>
      <Loaded what="callbacks" query={query}>
        {(backlog, serverTime) => {
          const verdict = backlogVerdict(backlog);
          return (
            <>
              <p className={`notice tone-${verdict.tone}`} role="status">
                <StateIcon tone={verdict.tone} />
                <strong>{verdict.title}</strong>
                <span>{verdict.says}</span>
              </p>
              <dl className="facts figures">
                <div>
                  <dt>Due now</dt>
                  <dd>{whole(backlog.ready)}</dd>
                </div>
                <div>
                  <dt>Being made</dt>
                  <dd>{whole(backlog.leased)}</dd>
                </div>
                <div>
                  <dt>Failed, tried again later</dt>
                  <dd>{whole(backlog.waiting)}</dd>
                </div>
                <div>
                  <dt>The oldest has been due for</dt>
                  <dd>
                    {backlog.oldest_ready_seconds === 0 ? '0 s' : seconds(backlog.oldest_ready_seconds)}
                  </dd>
                </div>
              </dl>
              {backlog.breakers.length === 0 ? null : (
                <SilentHostsCard
                  breakers={backlog.breakers}
                  owed={backlog.hosts}
                  serverTime={serverTime}
                  now={now}
                />
              )}
              <section className="card" aria-labelledby="hosts">
                <header>
                  <h2 id="hosts">By host</h2>
                  <span className="faint">
                    those that most is owed to first; of each column up to 20,000 are counted
                  </span>
                </header>
                {backlog.hosts.length === 0 ? (
                  <PageState title="Nothing is owed">
                    <p>Every caller that wants to be told has been, or no more attempt is left.</p>
                  </PageState>
                ) : (
                  <Hosts hosts={backlog.hosts} now={now} />
                )}
                <p className="body faint">
                  A host that did not answer five times in a row is left alone, and listed here above. Single
                  callbacks are listed by <code>taskfold deliveries list</code>.
                </p>
              </section>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Hosts({ hosts, now }: { readonly hosts: readonly OwedHost[]; readonly now: number }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="What is owed to each host">
      <table className="events">
        <thead>
          <tr>
            <th scope="col">Host</th>
            {COLUMNS.map(([name, meaning]) => (
              <th key={name} scope="col" className="end" title={meaning}>
                {name}
              </th>
            ))}
            <th scope="col" title="Of the callback that was tried most often">
              Last failure
            </th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.host}>
              <td className="mono id">
                <Said text={host.host} />
              </td>
              <td className="end">{whole(host.ready)}</td>
              <td className="end">{whole(host.leased)}</td>
              <td className="end">{whole(host.waiting)}</td>
              <td className="end">{seconds(host.oldest_ready_seconds)}</td>
              <td className="end">
                {host.next_due_at === null ? <Nothing /> : <At time={host.next_due_at} now={now} />}
              </td>
              <td>
                <Failure failure={host.last_failure} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Failure({ failure, now }: { readonly failure: OwedHost['last_failure']; readonly now: number }) {
  if (failure === null) return <Nothing />;
  return (
    <>
      <Badge tone="failed">{failure.status_code ?? <Said text={failure.error ?? 'no answer'} />}</Badge>
      <div className="faint">
        attempt {failure.attempt}, <At time={failure.started_at} now={now} />
      </div>
    </>
  );
}
