import type { LedgerEntry } from '@taskfold/client';
import { amountParts } from '../money/decimal.ts';
import { useNow } from '../ui/now.ts';
import { At, Said } from '../ui/parts.tsx';

/** More are read in the timeline, where each stands with its event. */
const MOST = 5;

interface EntriesOfProps {
  readonly kind: LedgerEntry['kind'];
  readonly ledger: readonly LedgerEntry[];
}

/** What a sum is made of: when, by which entry, and why. The amount is left out where it is the sum. */
export function EntriesOf({ kind, ledger }: EntriesOfProps) {
  const now = useNow();
  const entries = ledger.filter((entry) => entry.kind === kind);
  if (entries.length === 0) return null;
  return (
    <ul className="entries">
      {entries.slice(0, MOST).map((entry) => (
        <li key={entry.entry_id}>
          <At time={entry.time} now={now} />{' '}
          {entries.length === 1 ? null : <strong>{inWords(entry.amount_credits)} </strong>}
          <Said text={entry.entry_id} />
          {entry.estimated ? ', an estimate' : ''}
          {entry.reason === null ? null : (
            <>
              : <Said text={entry.reason} />
            </>
          )}
        </li>
      ))}
      {entries.length > MOST ? <li>and {entries.length - MOST} more, in the timeline</li> : null}
    </ul>
  );
}

function inWords(amount: string): string {
  const { whole, fraction } = amountParts(amount);
  return whole + fraction;
}
