import { useEffect, useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { PageState } from '../../ui/parts.tsx';
import { useLive } from '../ask/use-live.ts';
import { AuditLines } from '../parts/audit-lines.tsx';
import { FilterField } from '../parts/filter-field.tsx';
import { Loaded } from '../parts/loaded.tsx';

/** What operators did, and why. */
export function AuditPage() {
  const [filters, setFilters] = useState<Readonly<Record<'actor' | 'action' | 'subject', string>>>({
    actor: '',
    action: '',
    subject: '',
  });
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const query = useLive('listAudit', { query: { ...given, cursor: cursors.at(-1) } });
  const now = useNow();
  const change = (name: keyof typeof filters, value: string) => {
    setFilters({ ...filters, [name]: value });
    setCursors([]);
  };

  useEffect(() => {
    document.title = 'Audit log · Taskfold for operators';
  }, []);

  return (
    <div className="task">
      <div className="title">
        <h1>Audit log</h1>
        <span className="faint">What operators did, and why; it is only added to.</span>
      </div>
      <div className="tools filters" role="search" aria-label="Filters">
        <FilterField label="Who" value={filters.actor} onValue={(value) => change('actor', value)} />
        <FilterField
          label="What was done"
          value={filters.action}
          onValue={(value) => change('action', value)}
        />
        <FilterField label="To what" value={filters.subject} onValue={(value) => change('subject', value)} />
      </div>
      <section className="card" aria-label="Entries that pass the filters">
        <Loaded what="the audit log" query={query}>
          {({ data, next_cursor: next }) =>
            data.length === 0 ? (
              <PageState
                title={
                  Object.keys(given).length === 0 ? 'Nothing was done yet' : 'Nothing passes these filters'
                }
              >
                <p>
                  What is done by this console, by <code>taskfold</code> or over HTTP appears here by itself.
                </p>
              </PageState>
            ) : (
              <>
                <AuditLines entries={data} now={now} />
                <div className="tools">
                  {cursors.length === 0 ? null : (
                    <button type="button" className="button" onClick={() => setCursors(cursors.slice(0, -1))}>
                      Newer
                    </button>
                  )}
                  {next === null ? null : (
                    <button type="button" className="button" onClick={() => setCursors([...cursors, next])}>
                      Older
                    </button>
                  )}
                  <span className="faint">What was done last first</span>
                </div>
              </>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}
