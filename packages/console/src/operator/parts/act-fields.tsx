import { useState } from 'react';
import { operatorSession, useOperator } from '../session/operator-session.ts';

/** Who acts, and what for: both go into the audit log. */
export interface Act {
  readonly actor: string;
  readonly reason?: string;
}

interface ActInput {
  readonly actor: string;
  readonly reason: string;
  readonly problem: string | null;
  readonly setActor: (actor: string) => void;
  readonly setReason: (reason: string) => void;
  /** What was entered, the name kept for the next act; null, with the problem said, where there is no name. */
  readonly read: () => Act | null;
}

/** What an operator enters before something is done. */
export function useAct(): ActInput {
  const { actor: known } = useOperator();
  const [actor, setActor] = useState(known);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  return {
    actor,
    reason,
    problem,
    setActor(next) {
      setActor(next);
      setProblem(null);
    },
    setReason,
    read() {
      const who = actor.trim();
      const why = reason.trim();
      setProblem(
        who === '' ? 'Say who you are: the audit log has a name for everything that is done.' : null,
      );
      if (who === '') return null;
      operatorSession.rename(who);
      return { actor: who, ...(why !== '' && { reason: why }) };
    },
  };
}

interface ActFieldsProps {
  readonly act: ActInput;
  readonly problemId: string;
}

export function ActFields({ act, problemId }: ActFieldsProps) {
  return (
    <>
      <label className="field">
        <span>Who you are (for the audit log)</span>
        <input
          className="input"
          name="actor"
          autoComplete="off"
          maxLength={256}
          value={act.actor}
          aria-invalid={act.problem !== null}
          aria-describedby={act.problem === null ? undefined : problemId}
          onChange={(event) => act.setActor(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Why (for the audit log, may be empty)</span>
        <input
          className="input"
          name="reason"
          autoComplete="off"
          maxLength={1000}
          placeholder="ticket 17"
          value={act.reason}
          onChange={(event) => act.setReason(event.target.value)}
        />
      </label>
      {act.problem === null ? null : (
        <p className="problem" role="alert" id={problemId}>
          {act.problem}
        </p>
      )}
    </>
  );
}
