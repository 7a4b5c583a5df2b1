import { isApiError } from '@taskfold/client';
import { useId, useState } from 'react';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { mayKeepSessions, sessionHours } from '../session/browser-sessions.ts';
import { session, useLinkRefused } from '../session/session.ts';
import { CredentialForm } from '../ui/credential-form.tsx';

/** @returns why the key cannot be used; null where it can */
async function problemWith(key: string): Promise<string | null> {
  if (key === '') return 'Enter a key.';
  try {
    await askWith({ kind: 'key', key }).me();
    return null;
  } catch (error) {
    if (isApiError(error, 'invalid_api_key'))
      return 'The API does not know this key: it is mistyped, revoked or expired.';
    return problemOf(error);
  }
}

interface KeepChoiceProps {
  readonly kept: boolean;
  readonly onChange: (kept: boolean) => void;
}

/** Whether the tab keeps the key, or the browser a session. Not asked where the API keeps none. */
function KeepChoice({ kept, onChange }: KeepChoiceProps) {
  const hours = sessionHours();
  const textId = useId();
  if (hours === 0) return null;
  const safe = mayKeepSessions();
  return (
    <div className="keep">
      <label className="check">
        <input
          type="checkbox"
          name="keep"
          checked={kept}
          disabled={!safe}
          aria-describedby={textId}
          onChange={(event) => onChange(event.target.checked)}
        />
        Keep me signed in on this browser
      </label>
      <p id={textId}>
        {safe
          ? `For ${hours} ${hours === 1 ? 'hour' : 'hours'}, or until the key ends: in every tab, by a cookie that no page can read. The key itself is kept nowhere. Not for a browser that others use.`
          : 'Only where this page comes over https, or from your own machine: on the way here others could take the cookie.'}
      </p>
    </div>
  );
}

interface SignInFormProps {
  readonly onDone?: () => void;
}

/** Asks for a key, tries it, and keeps it in this tab, or a session on this browser. */
export function SignInForm({ onDone }: SignInFormProps) {
  const [kept, setKept] = useState(false);
  const signIn = async (key: string, label: string) => {
    const problem = await problemWith(key);
    if (problem !== null) return problem;
    try {
      if (kept) await session.keepSignedIn(key, label);
      else session.signIn(key, label);
    } catch (error) {
      return problemOf(error);
    }
    onDone?.();
    return null;
  };
  return (
    <CredentialForm
      className="sign-in-form"
      secret={{ label: 'API key', name: 'api-key', placeholder: 'sk-…', called: 'key' }}
      note={{
        label: 'Name (for you, may be empty)',
        name: 'label',
        maxLength: 40,
        placeholder: 'production',
      }}
      signIn={signIn}
    >
      <KeepChoice kept={kept} onChange={setKept} />
    </CredentialForm>
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
