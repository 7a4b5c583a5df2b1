import { Link } from '@tanstack/react-router';
import { At, Nothing, Said } from '../../ui/parts.tsx';
import type { ListedLetter } from '../ask/operations.ts';
import { LetterStatus } from './letter-status.tsx';

interface LettersTableProps {
  readonly letters: readonly ListedLetter[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly now: number;
}

/** Dead letters of a page, to be looked at one by one or chosen. */
export function LettersTable({ letters, chosen, onChosen, now }: LettersTableProps) {
  const all = letters.every(({ id }) => chosen.has(id));
  const flip = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  };
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Dead letters">
      <table className="events letters">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Choose all of this page"
                checked={all}
                onChange={() => onChosen(new Set(all ? [] : letters.map(({ id }) => id)))}
              />
            </th>
            <th scope="col" title="Topic, partition and offset of the record">
              Record
            </th>
            <th scope="col">Why it cannot fold</th>
            <th scope="col">Tenant</th>
            <th scope="col">Task</th>
            <th scope="col">Status</th>
            <th scope="col" className="end" title="When it was set aside">
              Set aside
            </th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id} data-letter={letter.id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Choose ${letter.id}`}
                  checked={chosen.has(letter.id)}
                  onChange={() => flip(letter.id)}
                />
              </td>
              <td>
                <Link
                  to="/dead-letters/$topic/$partition/$offset"
                  params={{
                    topic: letter.topic,
                    partition: String(letter.partition),
                    offset: String(letter.offset),
                  }}
                >
                  {letter.topic} {letter.partition}/{letter.offset}
                </Link>
              </td>
              <td className="why">
                <code>{letter.code}</code>
                <div>
                  <Said text={letter.message} />
                </div>
              </td>
              <td>{letter.tenant_id === null ? <Nothing /> : <Said text={letter.tenant_id} />}</td>
              <td>{letter.task_id === null ? <Nothing /> : <Said text={letter.task_id} />}</td>
              <td>
                <LetterStatus status={letter.status} />
              </td>
              <td className="end">
                {letter.stored_at === null ? <Nothing /> : <At time={letter.stored_at} now={now} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
