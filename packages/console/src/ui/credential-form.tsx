import { type FormEvent, type ReactNode, useId, useState } from 'react';

interface Field {
  readonly label: string;
  readonly name: string;
  readonly placeholder?: string;
}

interface CredentialFormProps {
  readonly className: string;
  /** What somebody signs in with; `called` is its name in a sentence. */
  readonly secret: Field & { readonly called: string };
  /** What is kept beside it. */
  readonly note: Field & { readonly maxLength: number };
  /** Tries it, and signs in with it. @returns why it cannot be used; null where it can */
  readonly signIn: (secret: string, note: string) => Promise<string | null>;
  /** What else is to be chosen. */
  readonly children?: ReactNode;
}

/** Asks for what somebody signs in with, tries it, and says why it was not taken. */
export function CredentialForm({ className, secret, note, signIn, children }: CredentialFormProps) {
  const [given, setGiven] = useState('');
  const [noted, setNoted] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [trying, setTrying] = useState(false);
  const problemId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTrying(true);
    setProblem(await signIn(given.trim(), noted.trim()));
    setTrying(false);
  };

  return (
    <form className={className} onSubmit={(event) => void submit(event)} autoComplete="off">
      <label className="field">
        <span>{secret.label}</span>
        <input
          className="input mono"
          type="password"
          name={secret.name}
          autoComplete="off"
          spellCheck={false}
          placeholder={secret.placeholder}
          value={given}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(event) => setGiven(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{note.label}</span>
        <input
          className="input"
          name={note.name}
          maxLength={note.maxLength}
          placeholder={note.placeholder}
          value={noted}
          onChange={(event) => setNoted(event.target.value)}
        />
      </label>
      {children}
      {problem === null ? null : (
        <p className="problem" id={problemId} role="alert">
          {problem}
        </p>
      )}
      <button className="button primary" type="submit" disabled={trying}>
        {trying ? `Trying the ${secret.called}…` : 'Sign in'}
      </button>
    </form>
  );
}
