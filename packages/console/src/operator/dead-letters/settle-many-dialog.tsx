import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { Said } from '../../ui/parts.tsx';
import { sentenceOf } from '../ask/failures.ts';
import type { ListedLetter } from '../ask/operations.ts';
import { ActFields, useAct } from '../parts/act-fields.tsx';
import { useOperator } from '../session/operator-session.ts';
import { discard, endsSettling, redrive, SETTLING_WORDS } from './settle.ts';
import { kindsText, type LetterOutcome, maySettle, type Settling, settleMany } from './settle-many.ts';

interface SettleManyDialogProps {
  readonly settling: Settling;
  /** Which ones, with a way to learn it: chosen by hand, or all that pass the filters. */
  readonly collect: (signal: AbortSignal) => Promise<{
    readonly letters: readonly ListedLetter[];
    /** Whether there are more than were collected. */
    readonly more: boolean;
  }>;
  readonly onClose: () => void;
}

type Phase = 'collecting' | 'asking' | 'acting' | 'done';

/** Says how many it would be and of what kind, does it one by one, and says what became of each that was not done. */
export function SettleManyDialog({ settling, collect, onClose }: SettleManyDialogProps) {
  const words = SETTLING_WORDS[settling];
  const { token } = useOperator();
  const queries = useQueryClient();
  const act = useAct();
  const [phase, setPhase] = useState<Phase>('collecting');
  const [problem, setProblem] = useState<string | null>(null);
  const [letters, setLetters] = useState<readonly ListedLetter[]>([]);
  const [asIs, setAsIs] = useState(0);
  const [more, setMore] = useState(false);
  const [results, setResults] = useState<readonly LetterOutcome[]>([]);
  const [left, setLeft] = useState(0);
  const stopping = useRef(new AbortController());
  const held = useRef(collect);
  const problemId = useId();

  useEffect(() => {
    const stop = new AbortController();
    held
      .current(stop.signal)
      .then((found) => {
        const may = found.letters.filter((letter) => maySettle(letter, settling));
        setLetters(may);
        setAsIs(found.letters.length - may.length);
        setMore(found.more);
        setPhase('asking');
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setProblem(`They could not be counted: ${sentenceOf(error)}`);
      });
    return () => stop.abort();
  }, [settling]);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    const said = act.read();
    if (said === null) return;
    setPhase('acting');
    stopping.current = new AbortController();
    const settle = settling === 'redrive' ? redrive : discard;
    const untried = await settleMany({
      letters,
      settle: (letter) => settle(token, letter, said),
      problemOf: sentenceOf,
      endsAll: endsSettling,
      onSettled: (settled) => setResults((before) => [...before, settled]),
      signal: stopping.current.signal,
    });
    setLeft(untried);
    setPhase('done');
    await queries.invalidateQueries();
  };
  const close = () => {
    stopping.current.abort();
    onClose();
  };
  const failed = results.filter(({ problem: why }) => why !== null);
  const done = results.length - failed.length;
  const many = letters.length === 1 ? '1 dead letter' : `${letters.length.toLocaleString('en')} dead letters`;

  return (
    <Dialog title={`${words.verb} dead letters`} open onClose={close}>
      {phase === 'collecting' && problem === null ? <p role="status">Counting them…</p> : null}
      {phase === 'asking' ? (
        <form className="act-form" onSubmit={(event) => void run(event)}>
          <p>
            <strong>{many}</strong> would be {words.done}
            {letters.length === 0 ? '.' : `: ${kindsText(letters)}.`}
            {asIs === 0
              ? ''
              : ` ${asIs.toLocaleString('en')} of those that were chosen stay as they are: they were settled before, or their bytes were removed.`}
            {more ? ' There are more that pass the filters; these are those that were stored last.' : ''}
          </p>
          <p className="faint">{words.means}</p>
          <ActFields act={act} problemId={problemId} />
          <div className="buttons">
            <button className="button" type="button" onClick={close}>
              Leave them
            </button>
            <button
              className={settling === 'discard' ? 'button danger' : 'button primary'}
              type="submit"
              disabled={letters.length === 0}
            >
              {words.verb} {many}
            </button>
          </div>
        </form>
      ) : null}
      {phase === 'acting' || phase === 'done' ? (
        <>
          <p role="status">
            {done.toLocaleString('en')} of {many} {words.done}
            {failed.length === 0 ? '' : `, ${failed.length.toLocaleString('en')} refused`}
            {left === 0 ? '' : `, ${left.toLocaleString('en')} not tried`}
            {phase === 'acting' ? '…' : '.'}
          </p>
          {phase === 'acting' ? (
            <progress
              className="meter"
              max={letters.length}
              value={results.length}
              aria-label="How far it is"
            />
          ) : null}
          {failed.length === 0 ? null : (
            <ul className="refusals" aria-label="What was refused">
              {failed.map(({ letter, problem: why }) => (
                <li key={letter.id}>
                  <span className="mono">
                    <Said text={letter.id} />
                  </span>
                  : {why}
                </li>
              ))}
            </ul>
          )}
          <div className="buttons">
            {phase === 'acting' ? (
              <button className="button" type="button" onClick={() => stopping.current.abort()}>
                Stop
              </button>
            ) : (
              <button className="button primary" type="button" onClick={close}>
                Close
              </button>
            )}
          </div>
        </>
      ) : null}
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
