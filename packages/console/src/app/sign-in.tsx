import { isApiError } from '@taskfold/client';
import { type FormEvent, useId, useState } from 'react';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { session, useLinkRefused } from '../session/session.ts';

/** @returns why the key cannot be used; null where it can */
async function problemWith(key: string): Promise<string | null> {
  try {
    await askWith(key).me();
    return null;
  } catch (error) {
    if (isApiError(error, 'invalid_api_key'))
      return 'The API does not know this key: it is mistyped, revoked or expired.';
    return problemOf(error);
  }
}

interface SignInFormProps {
  readonly onDone?: () => void;
}

/** Asks for a key, tries it, and keeps it in this tab. */
export function SignInForm({ onDone }: SignInFormProps) {
  const [key, setKey] = useState('');
  const [label, setLabel] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [trying, setTrying] = useState(false);
  const problemId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTrying(true);
    const given = key.trim();
    const found = given === '' ? 'Enter a key.' : await problemWith(given);
    setTrying(false);
    setProblem(found);
    if (found !== null) return;
    session.signIn(given, label.trim());
    onDone?.();
  };

  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)} autoComplete="off">
      <label className="field">
        <span>API key</span>
        <input
          className="input mono"
          type="password"
          name="api-key"
          autoComplete="off"
          spellCheck={false}
          placeholder="sk-…"
          value={key}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Name (for you, may be empty)</span>
        <input
          className="input"
          name="label"
          maxLength={40}
          placeholder="production"
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </label>
      {problem === null ? null : (
        <p className="problem" id={problemId} role="alert">
          {problem}
        </p>
      )}
      <button className="button primary" type="submit" disabled={trying}>
        {trying ? 'Trying the key…' : 'Sign in'}
      </button>
    </form>
  );
}

/** What is there while nobody is signed in. */
export function SignInPage() {
  const linkRefused = useLinkRefused();
  return (
    <div className="sign-in">
      <h1>Sign in</h1>
      {linkRefused ? (
        <p className="problem" role="alert">
          The link held a key. Only the console of your own machine signs in by a link; enter the key
          yourself.
        </p>
      ) : null}
      <p>
        With a key of your tenant. It stays in this tab, is sent to this API alone, and is gone when the tab
        is closed.
      </p>
      <SignInForm />
    </div>
  );
}
