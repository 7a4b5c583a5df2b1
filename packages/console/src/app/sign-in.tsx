import { isApiError } from '@taskfold/client';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { session, useLinkRefused } from '../session/session.ts';
import { CredentialForm } from '../ui/credential-form.tsx';

/** @returns why the key cannot be used; null where it can */
async function problemWith(key: string): Promise<string | null> {
  if (key === '') return 'Enter a key.';
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
      problemWith={problemWith}
      onTaken={(key, label) => {
        session.signIn(key, label);
        onDone?.();
      }}
    />
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
