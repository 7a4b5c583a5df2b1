import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { DEAD_LETTER_CODES } from '@taskfold/contract/dead-letters';
import { type ReactNode, useEffect, useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { At, Nothing, PageState, Said } from '../../ui/parts.tsx';
import { OperatorRefusal } from '../ask/failures.ts';
import type { OpenedLetter } from '../ask/operations.ts';
import { useLive } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { AuditLines } from '../parts/audit-lines.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { LetterRecord } from './letter-record.tsx';
import { LetterStatus } from './letter-status.tsx';
import { discard, redrive, SETTLING_WORDS } from './settle.ts';
import { maySettle, type Settling } from './settle-many.ts';

const route = getRouteApi('/dead-letters/$topic/$partition/$offset');

/** One dead letter: why it cannot fold, its bytes, and what was done to it. */
export function DeadLetterPage() {
  const place = route.useParams();
  const query = useLive('getDeadLetter', { path: place });
  const name = `${place.topic} ${place.partition}/${place.offset}`;

  useEffect(() => {
    document.title = `${name} · Taskfold for operators`;
  }, [name]);

  if (query.error instanceof OperatorRefusal && query.error.code === 'dead_letter_not_found') {
    return (
      <PageState title="There is no such dead letter">
        <p>No record of this topic, partition and offset was set aside.</p>
        <Link to="/dead-letters" search={{}}>
          To the dead letters
        </Link>
      </PageState>
    );
  }
  return (
    <div className="task">
      <Link to="/dead-letters" search={{ status: 'open' }}>
        Dead letters
      </Link>
      <Loaded what="the dead letter" query={query}>
        {(letter) => <Letter letter={letter} name={name} />}
      </Loaded>
    </div>
  );
}

const meaningOf = (code: string): string =>
  Object.entries(DEAD_LETTER_CODES).find(([known]) => known === code)?.[1] ?? '';

function Letter({ letter, name }: { readonly letter: OpenedLetter; readonly name: string }) {
  const now = useNow();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Settling | null>(null);
  const [published, setPublished] = useState<string | null>(null);
  const time = (value: string | null) => <At time={value} now={now} />;
  const text = (value: string | null) => (value === null ? <Nothing /> : <Said text={value} />);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Tenant', text(letter.tenant_id)],
    ['Task', text(letter.task_id)],
    ['The broker took it', time(letter.record_time)],
    ['It was set aside', time(letter.stored_at)],
    ['Published to the dead-letter topic', time(letter.published_at)],
    ['Its bytes were removed', time(letter.pruned_at)],
  ];
  return (
    <>
      <div className="title">
        <h1 className="mono">{name}</h1>
        <LetterStatus status={letter.status} />
        <span className="actions">
          {(['redrive', 'discard'] as const).map((settling) => (
            <button
              key={settling}
              type="button"
              className="button"
              disabled={!maySettle(letter, settling)}
              onClick={() => setAsking(settling)}
            >
              {SETTLING_WORDS[settling].verb}…
            </button>
          ))}
        </span>
      </div>
      {published === null ? null : (
        <p className="notice tone-succeeded" role="status">
          Published again: it lies at {published} now.
        </p>
      )}
      <section className="card" aria-labelledby="why">
        <header>
          <h2 id="why">
            Why it cannot fold: <code>{letter.code}</code>
          </h2>
        </header>
        <div className="body stack-small">
          <p>{meaningOf(letter.code)}</p>
          <p>
            <span className="faint">What was found: </span>
            <Said text={letter.message} />
          </p>
          <dl className="facts">
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
      <LetterRecord letter={letter} />
      <section className="card" aria-labelledby="done">
        <header>
          <h2 id="done">What was done to it</h2>
        </header>
        {letter.audit.length === 0 ? (
          <p className="body faint">Nothing yet.</p>
        ) : (
          <AuditLines entries={letter.audit} now={now} />
        )}
      </section>
      {asking === null ? null : (
        <ActDialog
          title={`${SETTLING_WORDS[asking].verb} this dead letter?`}
          open
          action={SETTLING_WORDS[asking].verb}
          danger={asking === 'discard'}
          onClose={() => setAsking(null)}
          act={async (token, act) => {
            if (asking === 'redrive') {
              const { published: place } = await redrive(token, letter, act);
              setPublished(`${place.topic} ${place.partition}/${place.offset}`);
            } else await discard(token, letter, act);
            await queries.invalidateQueries();
          }}
        >
          <p>{SETTLING_WORDS[asking].means}</p>
        </ActDialog>
      )}
    </>
  );
}
