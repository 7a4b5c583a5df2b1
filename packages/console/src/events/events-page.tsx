import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { QueryStates } from '../access/query-states.tsx';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { PageState, Said } from '../ui/parts.tsx';
import { publishEvent } from './ask-publish.ts';
import { dataProblem, eventText } from './event-text.ts';
import { type PublishedType, publishedTypes } from './event-types.ts';
import { FieldsTable } from './fields-table.tsx';
import { type Published, ReceiptView } from './receipt-view.tsx';

const newId = (prefix: string) => `${prefix}-${crypto.randomUUID().slice(0, 8)}`;

/** Publishing one event by hand, for trying. */
export function EventsPage() {
  const { credential } = useActiveKey();
  const query = useQuery({
    queryKey: [credential, 'asyncapi'],
    queryFn: ({ signal }) => askWith(credential).call('getAsyncApi', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const types = useMemo(() => publishedTypes(query.data ?? {}), [query.data]);

  useEffect(() => {
    document.title = 'Publish · Taskfold';
  }, []);

  return (
    <div className="page">
      <div className="title">
        <h1>Publish an event</h1>
        <p className="faint">To see what one does. It goes into the log like any other, and stays there.</p>
      </div>
      <QueryStates
        query={query}
        what="The types of events"
        scope="events:write"
        lacking="This key does not publish events"
      >
        {types.length === 0 ? (
          <PageState title="The API describes no events" />
        ) : (
          <PublishForm types={types} />
        )}
      </QueryStates>
    </div>
  );
}

function PublishForm({ types }: { readonly types: readonly PublishedType[] }) {
  const { credential } = useActiveKey();
  const [chosen, setChosen] = useState(types[0]);
  const [data, setData] = useState(types[0]?.example ?? '');
  const [taskId, setTaskId] = useState(() => newId('console-try'));
  const [source, setSource] = useState('/console');
  const [id, setId] = useState(() => newId('evt'));
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [published, setPublished] = useState<readonly Published[]>([]);
  const count = useRef(0);
  const wrong = dataProblem(data);

  const publish = async (type: string, subject: string, event: string) => {
    setProblem(null);
    setSending(true);
    try {
      const receipt = await publishEvent(credential, event);
      count.current += 1;
      const entry: Published = { key: count.current, type, taskId: subject, event, receipt };
      setPublished((held) => [entry, ...held]);
      if (receipt.status === 'accepted') setId(newId('evt'));
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSending(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === undefined || wrong !== null) return;
    const attributes = { id, source, type: chosen.type, time: new Date().toISOString(), subject: taskId };
    void publish(chosen.type, taskId, eventText(attributes, data));
  };

  return (
    <div className="two">
      <form className="card" onSubmit={submit} aria-label="An event" autoComplete="off">
        <div className="body form-wide">
          <div className="field">
            <label className="field">
              <span>Type</span>
              <select
                className="input"
                value={chosen?.type}
                onChange={(event) => {
                  const next = types.find(({ type }) => type === event.target.value);
                  setChosen(next);
                  setData(next?.example ?? '');
                }}
              >
                {types.map(({ type }) => (
                  <option key={type} value={type}>
                    {type}
                  </option>
                ))}
              </select>
            </label>
            <small className="faint">{chosen?.meaning.replaceAll('`', '')}</small>
          </div>
          <div className="fields-in-line">
            <AttributeField
              label="Task id"
              value={taskId}
              onChange={setTaskId}
              onNew={() => newId('console-try')}
            />
            <AttributeField label="Event id" value={id} onChange={setId} onNew={() => newId('evt')} />
            <AttributeField label="Source" value={source} onChange={setSource} />
          </div>
          <div className="field">
            <label htmlFor="event-data">Data</label>

            <textarea
              id="event-data"
              className="input mono editor"
              rows={Math.min(24, Math.max(8, data.split('\n').length + 1))}
              value={data}
              spellCheck={false}
              aria-invalid={wrong !== null}
              aria-describedby="data-problem"
              onChange={(event) => setData(event.target.value)}
            />

            <small id="data-problem" className={wrong === null ? 'faint' : 'problem'} role="status">
              {wrong ?? 'JSON, taken as it stands here, digit for digit.'}
            </small>
          </div>
          {problem === null ? null : (
            <p className="problem" role="alert">
              <Said text={problem} />
            </p>
          )}
          <div>
            <button type="submit" className="button primary" disabled={sending || wrong !== null}>
              {sending ? 'Publishing…' : 'Publish'}
            </button>
          </div>
        </div>
        <FieldsTable fields={chosen?.fields ?? []} />
      </form>
      <section className="card" aria-labelledby="published">
        <header>
          <h2 id="published">Published from here</h2>
        </header>
        {published.length === 0 ? (
          <p className="body faint">Nothing yet. What the API says to an event stands here.</p>
        ) : (
          <ol className="receipts" aria-live="polite">
            {published.map((each) => (
              <ReceiptView
                key={each.key}
                published={each}
                onAgain={() => void publish(each.type, each.taskId, each.event)}
              />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

interface AttributeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Makes another one. */
  readonly onNew?: () => string;
}

function AttributeField({ label, value, onChange, onNew }: AttributeFieldProps) {
  return (
    <div className="field">
      <label className="field">
        <span>{label}</span>
        <input
          className="input mono"
          maxLength={256}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {onNew === undefined ? null : (
        <button type="button" className="button quiet small" onClick={() => onChange(onNew())}>
          Another {label.toLowerCase()}
        </button>
      )}
    </div>
  );
}
