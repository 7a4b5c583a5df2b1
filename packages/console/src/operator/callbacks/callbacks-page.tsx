import { useEffect } from 'react';
import { durationText } from '../../time/format.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { PageState } from '../../ui/parts.tsx';
import { useLive } from '../ask/use-live.ts';
import { Loaded } from '../parts/loaded.tsx';
import { backlogVerdict } from './backlog-verdict.ts';
import { OwedHostsTable } from './owed-hosts-table.tsx';
import { SilentHostsCard } from './silent-hosts-card.tsx';

const whole = (value: number) => value.toLocaleString('en');

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
        <span className="faint">What is still to be told to callers, of all tenants.</span>
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
                    {backlog.oldest_ready_seconds === 0
                      ? '0 s'
                      : durationText(backlog.oldest_ready_seconds * 1000)}
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
                    Those that most is owed to come first. Of each column up to 20,000 are counted.
                  </span>
                </header>
                {backlog.hosts.length === 0 ? (
                  <PageState title="Nothing is owed">
                    <p>Every caller that wants to be told has been, or no more attempt is left.</p>
                  </PageState>
                ) : (
                  <OwedHostsTable hosts={backlog.hosts} now={now} />
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
