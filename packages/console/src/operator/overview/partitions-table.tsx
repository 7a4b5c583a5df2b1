import { ago, durationText } from '../../time/format.ts';
import { Badge, Nothing } from '../../ui/parts.tsx';
import type { Partition } from '../ask/operations.ts';
import { isRead, noteAge } from './concerns.ts';
import type { Rates } from './rates.ts';
import { slowestChunk } from './slow-chunks.ts';

interface PartitionsTableProps {
  readonly partitions: readonly Partition[];
  readonly serverTime: number;
  readonly ratesOf: (partition: number) => Rates | null;
}

const MEANINGS: readonly (readonly [string, string])[] = [
  ['Waits', 'records of the log that are not folded yet'],
  ['Lag', 'how old the oldest of them is; where nobody reads the partition, at least how long nobody has'],
  ['Folded/s', 'records that were folded a second, over the last 20 s that this page was open'],
  ['Came in/s', 'records that producers published a second, over the same time'],
  [
    'Chunk',
    'half of the chunks of the last minute took this long or less, from asking for a connection to the database to their commit',
  ],
  [
    'Slowest',
    'how long the slowest chunk of the last minute took, or the one that is being written has taken',
  ],
  ['Next offset', 'the first record that is not folded: the checkpoint'],
  ['Log end', 'the offset that the next record of the log gets'],
  ['Moved', 'how long ago it was folded any further; without new records nothing moves'],
  ['Noted', 'how long ago a processor said where it stands; one that runs does so every second'],
];

const whole = (value: number | null) => (value === null ? <Nothing /> : value.toLocaleString('en'));
const rate = (value: number | null | undefined) =>
  value == null ? <Nothing /> : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });

const duration = (seconds: number | null) =>
  seconds === null ? <Nothing /> : seconds === 0 ? '0 s' : durationText(seconds * 1000);

/** Where each partition stands. */
export function PartitionsTable({ partitions, serverTime, ratesOf }: PartitionsTableProps) {
  return (
    <section className="card" aria-labelledby="partitions">
      <header>
        <h2 id="partitions">Partitions</h2>
        <span className="faint mono">{partitions[0]?.topic}</span>
      </header>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Where each partition stands">
        <table className="events">
          <thead>
            <tr>
              <th scope="col">Partition</th>
              <th scope="col">State</th>
              {MEANINGS.map(([name, meaning]) => (
                <th key={name} scope="col" className="end" title={meaning}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {partitions.map((partition) => {
              const rates = ratesOf(partition.partition);
              const age = noteAge(partition, serverTime);
              return (
                <tr key={partition.partition}>
                  <td>{partition.partition}</td>
                  <td>
                    <State partition={partition} serverTime={serverTime} />
                  </td>
                  <td className="end">{whole(partition.lag_records)}</td>
                  <td className="end">{duration(partition.lag_seconds)}</td>
                  <td className="end">{rate(rates?.folded)}</td>
                  <td className="end">{rate(rates?.arrived)}</td>
                  <td className="end">{duration(partition.chunks?.p50_seconds ?? null)}</td>
                  <td className="end">{duration(slowestChunk(partition))}</td>
                  <td className="end">{whole(partition.next_offset)}</td>
                  <td className="end">{whole(partition.log_end_offset)}</td>
                  <td className="end">
                    {partition.folded_at === null ? <Nothing /> : ago(partition.folded_at, serverTime)}
                  </td>
                  <td className="end">{age === null ? 'never' : durationText(age)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <details className="meanings">
        <summary>What the columns mean</summary>
        <dl>
          {MEANINGS.map(([name, meaning]) => (
            <div key={name} className="meanings-line">
              <dt>{name}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function State({
  partition,
  serverTime,
}: Pick<PartitionsTableProps, 'serverTime'> & { readonly partition: Partition }) {
  if (partition.halt !== null) return <Badge tone="failed">halted: {partition.halt.reason}</Badge>;
  if (!isRead(partition, serverTime)) return <Badge tone="failed">nobody reads it</Badge>;
  if ((partition.lag_records ?? 0) > 0) return <Badge tone="running">folding</Badge>;
  return <Badge tone="succeeded">up to date</Badge>;
}
