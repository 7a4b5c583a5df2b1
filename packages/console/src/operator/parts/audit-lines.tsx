import { shownText } from '../../text/visible.ts';
import { At, Said } from '../../ui/parts.tsx';

interface Entry {
  readonly occurred_at: string;
  readonly actor: string;
  readonly action: string;
  readonly details: unknown;
  /** To what it was done; left out where that is what the page is about. */
  readonly subject?: string;
}

/** What operators did, as the audit log has it. */
export function AuditLines({ entries, now }: { readonly entries: readonly Entry[]; readonly now: number }) {
  const withSubject = entries.some(({ subject }) => subject !== undefined);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="What operators did">
      <table className="events">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            {withSubject ? <th scope="col">To what</th> : null}
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.occurred_at}${entry.action}${entry.subject}`}>
              <td>
                <At time={entry.occurred_at} now={now} />
              </td>
              <td>
                <Said text={entry.actor} />
              </td>
              <td>
                <code>{entry.action}</code>
              </td>
              {withSubject ? (
                <td className="mono id">
                  <Said text={entry.subject ?? ''} />
                </td>
              ) : null}
              <td>
                <bdi>{detailsText(entry.details)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `reason ticket 17, offset 4`. */
function detailsText(details: unknown): string {
  if (typeof details !== 'object' || details === null) return '';
  return Object.entries(details)
    .map(([name, value]) => shownText(`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`))
    .join(', ');
}
