import { CredentialForm } from '../../ui/credential-form.tsx';
import { NoAnswer, OperatorRefusal, sentenceOf } from '../ask/failures.ts';
import { asked } from '../ask/use-live.ts';
import { operatorSession, useTokenLinkRefused } from '../session/operator-session.ts';

/** @returns why the token cannot be used; null where it can */
async function signIn(token: string, actor: string): Promise<string | null> {
  if (token === '') return 'Enter the token.';
  try {
    await asked(token, 'listTenants', { query: { limit: '1' } });
    operatorSession.signIn(token, actor);
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
      <CredentialForm
        className="act-form"
        secret={{ label: 'Operator token', name: 'operator-token', called: 'token' }}
        note={{
          label: 'Who you are (for the audit log, may come later)',
          name: 'actor',
          maxLength: 256,
          placeholder: 'ann',
        }}
        signIn={signIn}
      />
    </div>
  );
}
