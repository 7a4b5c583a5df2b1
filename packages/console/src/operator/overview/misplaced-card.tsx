import { At, Said } from '../../ui/parts.tsx';
import type { MisplacedSource } from '../ask/operations.ts';

const CAUSES: Readonly<Record<MisplacedSource['cause'], string>> = {
  no_key: 'its records have no key',
  wrong_partition: 'its records lie in another partition than their key belongs to',
};

interface MisplacedCardProps {
  readonly sources: readonly MisplacedSource[];
  readonly now: number;
}

/** Producers that publish elsewhere than keys belong. There only where there are any. */
export function MisplacedCard({ sources, now }: MisplacedCardProps) {
  if (sources.length === 0) return null;
  return (
    <section className="card" aria-labelledby="misplaced">
      <header>
        <h2 id="misplaced">Misplaced records</h2>
        <span className="faint">
          nothing is lost: each was published again; their producers want another setting
        </span>
      </header>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Sources of misplaced records">
        <table className="events">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Cause</th>
              <th scope="col" title="The partitioners that would have put its records where they lay">
                Partitions like
              </th>
              <th scope="col" className="end" title="Of the newest 100,000 misplaced records">
                Records
              </th>
              <th scope="col" className="end" title="Those that the broker has not taken again yet">
                Not yet again
              </th>
              <th scope="col" className="end">
                Last
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={`${source.source} ${source.cause}`}>
                <td>
                  <Said text={source.source} />
                </td>
                <td>{CAUSES[source.cause]}</td>
                <td>{likeliest(source)}</td>
                <td className="end">{source.records.toLocaleString('en')}</td>
                <td className="end">{source.unpublished.toLocaleString('en')}</td>
                <td className="end">
                  <At time={source.last_at} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The partitioner that nearly all of its records have. */
function likeliest({ recognised, records }: MisplacedSource): string {
  const [best] = Object.entries(recognised).toSorted(([, left], [, right]) => right - left);
  return best === undefined ? 'none that is known' : `${best[0]} (${best[1]} of ${records})`;
}
