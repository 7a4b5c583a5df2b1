import type { Taskfold } from '@taskfold/client';
import { type ReactNode, useRef, useState } from 'react';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { useActiveKey } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Said } from '../ui/parts.tsx';
import type { BulkItem } from './bulk-item.ts';
import { type BulkOutcome, runBulk } from './run-bulk.ts';

/** Browsers keep six connections to an origin, and the page wants to stay alive meanwhile. */
const AT_ONCE = 3;
/** How many ids of those that are skipped or failed are written out. */
const MOST_SHOWN = 100;

interface BulkDialogProps {
  readonly title: string;
  /** What the button says, before the number: `Redeliver`. */
  readonly action: string;
  readonly danger?: boolean;
  /** Null while nothing is asked. */
  readonly items: readonly BulkItem[] | null;
  /** Asks for one. It is tried again by the client as often as the API asks to wait. */
  readonly act: (api: Taskfold, id: string) => Promise<unknown>;
  /** @param done whether anything was asked for */
  readonly onClose: (done: boolean) => void;
  /** What is done to each, and what may be chosen for it. */
  readonly children?: ReactNode;
}

/** Says how many something is done to and which are left out and why, does it, shows how far it is, and what became of each. */
export function BulkDialog({ title, items, onClose, ...others }: BulkDialogProps) {
  return (
    // It is closed by its buttons: while something is done, and afterwards until its outcome was read.
    <Dialog title={title} open={items !== null} onClose={() => {}}>
      {items === null ? null : <Bulk items={items} onClose={onClose} {...others} />}
    </Dialog>
  );
}

type BulkProps = Omit<BulkDialogProps, 'title' | 'items'> & { readonly items: readonly BulkItem[] };

function Bulk({ items, action, danger = false, act, onClose, children }: BulkProps) {
  const { credential } = useActiveKey();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, BulkOutcome>>(new Map());
  const [phase, setPhase] = useState<'asking' | 'running' | 'stopping' | 'over'>('asking');
  const stop = useRef(new AbortController());
  const meant = items.filter(({ skipped }) => skipped === null);

  const run = async () => {
    setPhase('running');
    const api = askWith(credential);
    await runBulk(meant, {
      atOnce: AT_ONCE,
      stop: stop.current.signal,
      act: ({ id }) => act(api, id),
      onOutcome: ({ id }, outcome) => setOutcomes((held) => new Map(held).set(id, outcome)),
    });
    setPhase('over');
  };

  if (phase === 'asking') {
    return (
      <>
        <p>
          <strong>{counted(meant.length)}</strong> of {items.length}.
        </p>
        <Skipped items={items} />
        {children}
        <div className="buttons">
          <button className="button" type="button" onClick={() => onClose(false)}>
            Leave it
          </button>
          <button
            className={danger ? 'button danger' : 'button primary'}
            type="button"
            disabled={meant.length === 0}
            onClick={() => void run()}
          >
            {action} {meant.length}
          </button>
        </div>
      </>
    );
  }
  return (
    <>
      <label className="field">
        <span role="status">
          {phase === 'over' ? summaryOf(outcomes) : `${outcomes.size} of ${meant.length}`}
        </span>
        <progress className="meter" max={meant.length} value={outcomes.size} />
      </label>
      <Failures outcomes={outcomes} />
      <Done outcomes={outcomes} />
      <Skipped items={items} />
      <div className="buttons">
        {phase === 'over' ? (
          <button className="button primary" type="button" onClick={() => onClose(true)}>
            Close
          </button>
        ) : (
          <button
            className="button"
            type="button"
            disabled={phase === 'stopping'}
            onClick={() => {
              stop.current.abort();
              setPhase('stopping');
            }}
          >
            {phase === 'stopping' ? 'Waiting for those that were begun…' : 'Stop'}
          </button>
        )}
      </div>
    </>
  );
}

const counted = (count: number) => (count === 1 ? '1 task' : `${count} tasks`);

function summaryOf(outcomes: ReadonlyMap<string, BulkOutcome>): string {
  const kinds = [...outcomes.values()].map(({ kind }) => kind);
  const count = (wanted: BulkOutcome['kind']) => kinds.filter((kind) => kind === wanted).length;
  return [
    `${count('done')} done`,
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('left') > 0 ? [`${count('left')} left as they were`] : []),
  ].join(', ');
}

function Skipped({ items }: { readonly items: readonly BulkItem[] }) {
  const skipped = items.filter(({ skipped: reason }) => reason !== null);
  if (skipped.length === 0) return null;
  return (
    <details className="bulk-list">
      <summary>{skipped.length === 1 ? '1 is' : `${skipped.length} are`} left out</summary>
      {[...Map.groupBy(skipped, ({ skipped: reason }) => reason)].map(([reason, list]) => (
        <div key={reason}>
          <p>
            {list.length}: {reason}
          </p>
          <Ids ids={list.map(({ id }) => id)} />
        </div>
      ))}
    </details>
  );
}

function Done({ outcomes }: { readonly outcomes: ReadonlyMap<string, BulkOutcome> }) {
  const done = [...outcomes].flatMap(([id, { kind }]) => (kind === 'done' ? [id] : []));
  if (done.length === 0) return null;
  return (
    <details className="bulk-list">
      <summary>{done.length === 1 ? '1 was' : `${done.length} were`} asked for</summary>
      <Ids ids={done} />
    </details>
  );
}

function Ids({ ids }: { readonly ids: readonly string[] }) {
  return (
    <p className="mono faint">
      {ids.slice(0, MOST_SHOWN).join(' ')}
      {ids.length > MOST_SHOWN ? ' …' : ''}
    </p>
  );
}

function Failures({ outcomes }: { readonly outcomes: ReadonlyMap<string, BulkOutcome> }) {
  const failed = [...outcomes].flatMap(([id, outcome]) =>
    outcome.kind === 'failed' ? [{ id, problem: problemOf(outcome.error) }] : [],
  );
  if (failed.length === 0) return null;
  return (
    <ul className="bulk-list" aria-label="What failed" tabIndex={0}>
      {failed.slice(0, MOST_SHOWN).map(({ id, problem }) => (
        <li key={id}>
          <span className="mono">{id}</span>{' '}
          <span className="problem">
            <Said text={problem} />
          </span>
        </li>
      ))}
      {failed.length > MOST_SHOWN ? <li>and {failed.length - MOST_SHOWN} more</li> : null}
    </ul>
  );
}
