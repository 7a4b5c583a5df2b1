import { Badge, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { timeColumn } from '../../ui/table/time-column.tsx';
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
  const columns: readonly DataColumn<SilentHost>[] = [
    {
      id: 'host',
      title: 'Host',
      className: 'mono id',
      cell: ({ host }) => <Said text={host} />,
      sortBy: ({ host }) => host,
    },
    { id: 'state', title: 'State', cell: (host) => <State host={host} serverTime={serverTime} /> },
    {
      id: 'owed',
      title: 'Owed',
      meaning: 'callbacks that are due, being made or tried again later',
      end: true,
      cell: ({ host }) => owedTo(owed, host).toLocaleString('en'),
      sortBy: ({ host }) => owedTo(owed, host),
    },
    {
      id: 'failures',
      title: 'Failed in a row',
      meaning: 'attempts that got no answer, since the last that did',
      end: true,
      cell: ({ failures }) => failures.toLocaleString('en'),
      sortBy: ({ failures }) => failures,
    },
    {
      id: 'why',
      title: 'Why',
      className: 'why',
      cell: ({ lastError }) => (
        <>
          <Badge tone="failed">
            <Said text={lastError} />
          </Badge>
          <div className="faint">{SILENCE_ADVICE[lastError]}</div>
        </>
      ),
      sortBy: ({ lastError }) => lastError,
    },
    timeColumn({
      id: 'since',
      title: 'Since',
      meaning: 'since when it is left alone',
      timeOf: ({ since }) => since,
      now,
    }),
    {
      id: 'processors',
      title: 'Found by',
      meaning: 'machine, container or pod of each processor that found so',
      className: 'mono',
      cell: ({ processors }) => <Said text={processors.join(', ')} />,
    },
  ];
  return (
    <section className="card" aria-labelledby="silent">
      <header>
        <h2 id="silent">Hosts that do not answer</h2>
        <span className="faint">Left alone for up to a minute at a time, then tried with one attempt.</span>
      </header>
      <DataTable
        label="Hosts that are left alone"
        columns={columns}
        rows={silentHosts(breakers)}
        idOf={({ host }) => host}
      />
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
  const seconds = Math.max(1, Math.floor((Date.parse(restsUntil) - serverTime) / 1000));
  return <Badge tone="canceled">left alone for {seconds} s</Badge>;
}
