import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { PageState } from '../../ui/parts.tsx';
import type { ListedLetter } from '../ask/operations.ts';
import { asked, useLive } from '../ask/use-live.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useOperator } from '../session/operator-session.ts';
import { LetterFilterForm } from './letter-filter-form.tsx';
import type { LetterFilters } from './letter-filters.ts';
import { LettersTable } from './letters-table.tsx';
import type { Settling } from './settle-many.ts';
import { SettleManyDialog } from './settle-many-dialog.tsx';

const PAGE = '50';
/** What one act is done to at most; the others are there for the next. */
const MOST_AT_ONCE = 5000;
const MOST_OF_A_PAGE = '500';

const route = getRouteApi('/dead-letters');

interface Asking {
  readonly settling: Settling;
  readonly of: 'chosen' | 'filtered';
}

/** Records that can never fold, and what is to become of them. */
export function DeadLettersPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { token } = useOperator();
  const now = useNow();
  const address = JSON.stringify(filters);
  // Cursors of the pages before and of this one; none for the first.
  const [pages, setPages] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of: address,
    cursors: [],
  });
  const cursors = pages.of === address ? pages.cursors : [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking | null>(null);
  const query = useLive('listDeadLetters', { query: { ...filters, limit: PAGE, cursor: cursors.at(-1) } });

  useEffect(() => {
    document.title = 'Dead letters · Taskfold for operators';
  }, []);

  const turn = (next: readonly string[]) => {
    setPages({ of: address, cursors: next });
    setChosen(new Set());
  };
  const show = (next: LetterFilters) => {
    setChosen(new Set());
    void navigate({ search: next });
  };
  const collect = async (signal: AbortSignal) => {
    if (asking?.of === 'chosen') {
      const letters = query.data?.data.data ?? [];
      return { letters: letters.filter(({ id }) => chosen.has(id)), more: false };
    }
    const letters: ListedLetter[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = { ...filters, limit: MOST_OF_A_PAGE, cursor };
      const { data } = await asked(token, 'listDeadLetters', { query: page, signal });
      letters.push(...data.data);
      if (data.next_cursor === null) return { letters, more: false };
      if (letters.length >= MOST_AT_ONCE) return { letters, more: true };
      cursor = data.next_cursor;
    }
  };
  const visible = query.data?.data.data.filter(({ id }) => chosen.has(id)).length ?? 0;

  return (
    <div className="task">
      <div className="title">
        <h1>Dead letters</h1>
        <span className="faint">Records that can never fold; the log goes on without them.</span>
      </div>
      <LetterFilterForm filters={filters} onFilters={show} />
      <section className="card" aria-label="Dead letters that pass the filters">
        <Loaded what="dead letters" query={query}>
          {({ data, next_cursor: next }) =>
            data.length === 0 ? (
              <PageState
                title={
                  Object.keys(filters).length === 0
                    ? 'There are no dead letters'
                    : 'No dead letter passes these filters'
                }
              >
                <p>New ones appear here by themselves.</p>
              </PageState>
            ) : (
              <>
                <div className="tools">
                  <Act asking={{ settling: 'redrive', of: 'chosen' }} many={visible} onAsk={setAsking} />
                  <Act asking={{ settling: 'discard', of: 'chosen' }} many={visible} onAsk={setAsking} />
                  <span className="spread" />
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => setAsking({ settling: 'redrive', of: 'filtered' })}
                  >
                    Redrive all that pass the filters…
                  </button>
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => setAsking({ settling: 'discard', of: 'filtered' })}
                  >
                    Discard all that pass the filters…
                  </button>
                </div>
                <LettersTable letters={data} chosen={chosen} onChosen={setChosen} now={now} />
                <div className="tools">
                  {cursors.length === 0 ? null : (
                    <button type="button" className="button" onClick={() => turn(cursors.slice(0, -1))}>
                      Newer
                    </button>
                  )}
                  {next === null ? null : (
                    <button type="button" className="button" onClick={() => turn([...cursors, next])}>
                      Older
                    </button>
                  )}
                  <span className="faint">
                    {cursors.length === 0 ? 'The newest' : `Page ${cursors.length + 1}`}, those set aside last
                    first
                  </span>
                </div>
              </>
            )
          }
        </Loaded>
      </section>
      {asking === null ? null : (
        <SettleManyDialog
          settling={asking.settling}
          collect={collect}
          onClose={() => {
            setAsking(null);
            setChosen(new Set());
          }}
        />
      )}
    </div>
  );
}

interface ActProps {
  readonly asking: Asking;
  readonly many: number;
  readonly onAsk: (asking: Asking) => void;
}

function Act({ asking, many, onAsk }: ActProps) {
  return (
    <button type="button" className="button" disabled={many === 0} onClick={() => onAsk(asking)}>
      {asking.settling === 'redrive' ? 'Redrive' : 'Discard'} {many === 0 ? 'those chosen' : many}…
    </button>
  );
}
