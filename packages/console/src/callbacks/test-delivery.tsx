import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type EventReceipt, isApiError, type PostedEvent } from '@taskfold/client';
import { type FormEvent, useState } from 'react';
import { useLacks } from '../access/access.ts';
import { ScopedButton } from '../access/scoped-button.tsx';
import { askWith } from '../api/client.ts';
import { maySucceedLater, problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { Badge, Said } from '../ui/parts.tsx';
import { STATUS_WORDS } from './status-words.ts';

/** How often it is looked whether the receiver was called, in milliseconds. */
const LOOK_MS = 1500;

/** The whole life of a task that is there for its callback alone: it costs nothing. */
function testEvents(taskId: string, url: string): readonly PostedEvent[] {
  const event = (name: string, data: object): PostedEvent => ({
    specversion: '1.0',
    id: `${taskId}-${name}`,
    source: '/console',
    type: `task.${name}`,
    time: new Date().toISOString(),
    subject: taskId,
    data,
  });
  return [
    event('created', {
      capability: 'console.test',
      model: 'none',
      metadata: { console: 'test-delivery' },
      callback: { url },
    }),
    event('succeeded', { output: { message: 'A test of the console: nothing was done.' } }),
  ];
}

/** Has a receiver told of a task that is made for it. */
export function TestDelivery() {
  const { credential } = useActiveKey();
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [taskId, setTaskId] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!/^https?:\/\/./.test(url.trim())) {
      setProblem('Enter an address that begins with https://');
      return;
    }
    setProblem(null);
    setSending(true);
    setTaskId(null);
    const id = `console-test-${crypto.randomUUID().slice(0, 8)}`;
    try {
      const receipts = await askWith(credential).events.publish(testEvents(id, url.trim()));
      const refused = receipts.find(isRefused);
      if (refused === undefined) setTaskId(id);
      else setProblem(refused.error?.message ?? 'The event was refused.');
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSending(false);
  };

  return (
    <section className="card" aria-labelledby="test-delivery">
      <header>
        <h2 id="test-delivery">A test delivery</h2>
      </header>
      <form className="body form-wide" onSubmit={(event) => void submit(event)}>
        <p className="faint">
          It makes a real task, <span className="mono">console-test-…</span>, which succeeds at once and costs
          nothing, and has its end told to this address, signed like any other. It stays among the tasks.
        </p>
        <label className="field">
          <span>Address of the receiver</span>
          <input
            className="input mono"
            type="text"
            inputMode="url"
            maxLength={2048}
            spellCheck={false}
            placeholder="https://hooks.example.com/taskfold"
            value={url}
            aria-invalid={problem !== null}
            onChange={(event) => setUrl(event.target.value)}
          />
        </label>
        {problem === null ? null : (
          <p className="problem" role="alert">
            <Said text={problem} />
          </p>
        )}
        <div>
          <ScopedButton scope="events:write" className="button primary" type="submit" disabled={sending}>
            {sending ? 'Publishing…' : 'Send a test'}
          </ScopedButton>
        </div>
        {taskId === null ? null : <Outcome key={taskId} taskId={taskId} />}
      </form>
    </section>
  );
}

const isRefused = ({ status }: EventReceipt) => status === 'refused';

/** What became of it, until the receiver was told or is given up. */
function Outcome({ taskId }: { readonly taskId: string }) {
  const { credential } = useActiveKey();
  const lacks = useLacks('tasks:read');
  const { data: attempts = [] } = useQuery({
    queryKey: [credential, 'test-delivery', taskId],
    queryFn: ({ signal }) => askWith(credential).callbacks.attempts(taskId, {}, { signal }).toArray(20),
    refetchInterval: ({ state }) => (state.data?.at(-1)?.next_attempt_at === null ? false : LOOK_MS),
    enabled: !lacks,
    // Until its first event is folded there is no such task.
    retry: (_count, error) => isApiError(error, 'task_not_found') || maySucceedLater(error),
    retryDelay: LOOK_MS,
  });
  const last = attempts.at(-1);
  return (
    <div className="test-outcome" role="status">
      <p>
        <Link to="/tasks/$taskId" params={{ taskId }} className="mono">
          {taskId}
        </Link>
      </p>
      {last === undefined ? (
        <p className="faint">
          {lacks
            ? 'It was published. Whether the receiver takes it is seen with a key that reads tasks.'
            : 'It was published; the receiver is called in a moment.'}
        </p>
      ) : (
        attempts.map((attempt) => (
          <p key={attempt.attempt}>
            Attempt {attempt.attempt}:{' '}
            <Badge tone={STATUS_WORDS[attempt.outcome === 'delivered' ? 'delivered' : 'failed'].tone}>
              {attempt.outcome}
            </Badge>{' '}
            <Said text={attempt.error ?? `answered with ${attempt.status_code ?? 'nothing'}`} />
            {attempt.error !== null && attempt.status_code !== null ? ` (${attempt.status_code})` : null}, in{' '}
            {attempt.duration_ms} ms
          </p>
        ))
      )}
    </div>
  );
}
