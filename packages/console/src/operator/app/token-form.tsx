import { type FormEvent, useId, useState } from 'react';
import { NoAnswer, OperatorRefusal, sentenceOf } from '../ask/failures.ts';
import { asked } from '../ask/use-live.ts';
import { operatorSession, useTokenLinkRefused } from '../session/operator-session.ts';

/** @returns why the token cannot be used; null where it can */
async function problemWith(token: string): Promise<string | null> {
  if (token === '') return 'Enter the token.';
  try {
    await asked(token, 'listTenants', { query: { limit: '1' } });
    return null;
  } catch (error) {
    if (error instanceof NoAnswer) return 'The API does not answer. Try again when it is there.';
    if (error instanceof OperatorRefusal && error.status === 401)
      return 'This is not the operator token of this API: OPERATOR_TOKEN of its environment is.';
    return sentenceOf(error);
  }
}

/** Asks for the operator token, tries it, and keeps it in this tab. */
export function TokenPage() {
  const linkRefused = useTokenLinkRefused();
  const [token, setToken] = useState('');
  const [actor, setActor] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [trying, setTrying] = useState(false);
  const problemId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTrying(true);
    const given = token.trim();
    const found = await problemWith(given);
    setTrying(false);
    setProblem(found);
    if (found === null) operatorSession.signIn(given, actor.trim());
  };

  return (
    <div className="sign-in">
      <h1>Operators</h1>
      {linkRefused ? (
        <p className="problem" role="alert">
          The link held a token. Only the console of your own machine signs in by a link; enter the token
          yourself.
        </p>
      ) : null}
      <p>
        With the token of this installation, <code>OPERATOR_TOKEN</code> of the API. It stays in this tab, is
        sent to this port alone, and is gone when the tab is closed.
      </p>
      <form className="act-form" onSubmit={(event) => void submit(event)} autoComplete="off">
        <label className="field">
          <span>Operator token</span>
          <input
            className="input mono"
            type="password"
            name="operator-token"
            autoComplete="off"
            spellCheck={false}
            value={token}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : problemId}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <label className="field">
          <span>Who you are (for the audit log, may come later)</span>
          <input
            className="input"
            name="actor"
            maxLength={256}
            placeholder="ann"
            value={actor}
            onChange={(event) => setActor(event.target.value)}
          />
        </label>
        {problem === null ? null : (
          <p className="problem" id={problemId} role="alert">
            {problem}
          </p>
        )}
        <button className="button primary" type="submit" disabled={trying}>
          {trying ? 'Trying the token…' : 'Sign in'}
        </button>
      </form>
    </div>
  );
}
