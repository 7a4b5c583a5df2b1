import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { durationText } from '../../time/format.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import type { Partition, Relay } from '../ask/operations.ts';
import { useLive } from '../ask/use-live.ts';
import { useReadiness } from '../ask/use-readiness.ts';
import { Loaded } from '../parts/loaded.tsx';
import { ApiCard } from './api-card.tsx';
import type { Concern } from './concern.ts';
import { ConcernCard } from './concern-card.tsx';
import { concernsOf } from './concerns.ts';
import { databaseAway } from './database-away.ts';
import { MisplacedCard } from './misplaced-card.tsx';
import { PartitionsTable } from './partitions-table.tsx';
import type { Rates } from './rates.ts';
import { RebuildsCard } from './rebuilds-card.tsx';
import { RelaysCard } from './relays-card.tsx';
import { useRates } from './use-rates.ts';

/** Open dead letters are counted so far. */
const MOST_LETTERS = 100;

/** Why nothing moves, or that everything does. */
export function OverviewPage() {
  const partitions = useLive('listPartitions');
  const relays = useLive('listRelays');
  const rebuilds = useLive('listRebuilds', { query: { limit: '5' } });
  const callbacks = useLive('getCallbackBacklog');
  const misplaced = useLive('listMisplaced', { query: { limit: '20' } });
  const readiness = useReadiness();
  const now = useNow();
  const ratesOf = useRates(partitions.data?.data.data, partitions.dataUpdatedAt);
  const away = databaseAway(readiness);

  useEffect(() => {
    document.title = 'Overview · Taskfold for operators';
  }, []);

  return (
    <div className="task">
      <h1>Overview</h1>
      {away === null ? null : <Concerns concerns={[away]} />}
      <Loaded what="where partitions stand" query={partitions}>
        {({ data }, serverTime) => {
          const concerns = concernsOf({
            partitions: data,
            relays: relays.data?.data.data ?? [],
            rebuilds: rebuilds.data?.data.data ?? [],
            callbacks: callbacks.data?.data ?? null,
            brokerFault: readiness?.kafka?.ok === false ? readiness.kafka.reason : null,
            serverTime,
            ratesOf,
          });
          return (
            <>
              {/* With the database away, what was said of the rest is as it was before. */}
              {away === null ? <Concerns concerns={concerns} /> : null}
              <Figures partitions={data} relays={relays.data?.data.data ?? []} ratesOf={ratesOf} />
              <PartitionsTable partitions={data} serverTime={serverTime} ratesOf={ratesOf} />
            </>
          );
        }}
      </Loaded>
      <Loaded what="relays" query={relays}>
        {({ data }) => <RelaysCard relays={data} now={now} />}
      </Loaded>
      <Loaded what="rebuilds" query={rebuilds}>
        {({ data }) => <RebuildsCard rebuilds={data} now={now} />}
      </Loaded>
      {readiness === null ? null : <ApiCard readiness={readiness} />}
      <Loaded what="misplaced records" query={misplaced}>
        {({ data }) => <MisplacedCard sources={data} now={now} />}
      </Loaded>
    </div>
  );
}

/** The gravest first, or that there is nothing. */
function Concerns({ concerns }: { readonly concerns: readonly Concern[] }) {
  return (
    <>
      {/* Said when it changes: what stands below changes with every answer. */}
      <p className="unseen" role="status">
        {summaryOf(concerns)}
      </p>
      <section className="concerns" aria-label="What wants attention">
        {concerns.some(({ tone }) => tone !== 'running') ? null : (
          <p className="notice tone-succeeded">
            <StateIcon tone="succeeded" />
            <strong>Everything moves</strong>
            <span>Every partition is read, none stands still, and nothing waits for long.</span>
          </p>
        )}
        {concerns.map((concern) => (
          <ConcernCard key={concern.id} concern={concern} />
        ))}
      </section>
    </>
  );
}

function summaryOf(concerns: readonly Concern[]): string {
  const grave = concerns.filter(({ tone }) => tone !== 'running').length;
  if (grave === 0) return 'Nothing wants attention';
  return grave === 1 ? 'One thing wants attention' : `${grave} things want attention`;
}

interface FiguresProps {
  readonly partitions: readonly Partition[];
  readonly relays: readonly Relay[];
  readonly ratesOf: (partition: number) => Rates | null;
}

/** The few numbers that say most. */
function Figures({ partitions, relays, ratesOf }: FiguresProps) {
  const letters = useLive('listDeadLetters', { query: { status: 'open', limit: String(MOST_LETTERS) } });
  const open = letters.data?.data;
  const rates = partitions.flatMap(({ partition }) => ratesOf(partition) ?? []);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const perSecond = (values: readonly number[]) =>
    values.length === 0 ? '…' : `${sum(values).toLocaleString('en', { maximumFractionDigits: 1 })} a second`;
  // Where nobody reads a partition its lag is the age of the last note, whether anything waits or not.
  const waiting = partitions.filter(({ lag_records: records }) => records !== 0);
  const oldest = Math.max(0, ...waiting.map(({ lag_seconds: seconds }) => seconds ?? 0));
  return (
    <dl className="facts figures">
      <div>
        <dt>Records not folded yet</dt>
        <dd>{sum(partitions.map(({ lag_records: records }) => records ?? 0)).toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>The oldest waits for</dt>
        <dd>{oldest === 0 ? '0 s' : durationText(oldest * 1000)}</dd>
      </div>
      <div>
        <dt>Records folded</dt>
        <dd>{perSecond(rates.map(({ folded }) => folded))}</dd>
      </div>
      <div>
        <dt>Records that come in</dt>
        <dd>{perSecond(rates.flatMap(({ arrived }) => arrived ?? []))}</dd>
      </div>
      <div>
        <dt>Changes not published yet</dt>
        <dd>{sum(relays.map(({ lag_changes: changes }) => changes)).toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>Dead letters left open</dt>
        <dd>
          {open === undefined ? (
            '…'
          ) : (
            <Link to="/dead-letters" search={{ status: 'open' }}>
              {open.has_more ? `${MOST_LETTERS} or more` : open.data.length}
            </Link>
          )}
        </dd>
      </div>
    </dl>
  );
}
