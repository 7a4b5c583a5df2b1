import type { CreatedApiKey } from '@taskfold/client';
import { type FormEvent, useId, useState } from 'react';
import { useAccess } from '../access/access.ts';
import { type KeyScope, SCOPE_MEANINGS, SCOPE_NAMES } from '../access/scopes.ts';
import { askWith } from '../api/client.ts';
import { problemOf } from '../api/failures.ts';
import { type FieldProblem, fieldProblems } from '../api/field-problems.ts';
import { useActiveKey } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { endOf, LIFETIMES, type Lifetime } from './lifetimes.ts';

/** What is said beside its own field. */
const FIELDS = new Set(['/name', '/project_id']);

interface CreateKeyProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: CreatedApiKey) => void;
}

/** Makes a key, with scopes that the reader's own key has: nobody gives more than they have. */
export function CreateKey({ open, onClose, onMade }: CreateKeyProps) {
  return (
    <Dialog title="Create a key" open={open} onClose={onClose}>
      <CreateKeyForm onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function CreateKeyForm({ onClose, onMade }: Omit<CreateKeyProps, 'open'>) {
  const { credential } = useActiveKey();
  const access = useAccess();
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<readonly KeyScope[]>(['tasks:read']);
  const [project, setProject] = useState('');
  const [lifetime, setLifetime] = useState<Lifetime>('never');
  const [chosen, setChosen] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [fields, setFields] = useState<readonly FieldProblem[]>([]);
  const [asking, setAsking] = useState(false);
  const lacks = (scope: KeyScope) => access !== undefined && !access.scopes.includes(scope);
  const scopes = wanted.filter((scope) => !lacks(scope));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const expires_at = endOf(lifetime, chosen, Date.now());
    const missing =
      name.trim() === ''
        ? 'Give the key a name, by which it is known later.'
        : scopes.length === 0
          ? 'Choose what the key may do.'
          : expires_at === undefined
            ? 'Choose when the key expires.'
            : null;
    setFields([]);
    setProblem(missing);
    if (missing !== null || expires_at === undefined) return;
    setAsking(true);
    try {
      const project_id = project.trim() === '' ? null : project.trim();
      onMade(
        await askWith(credential).keys.create({
          name: name.trim(),
          scopes: [...scopes],
          project_id,
          expires_at,
        }),
      );
      onClose();
    } catch (error) {
      const found = fieldProblems(error).filter(({ param }) => FIELDS.has(param));
      setFields(found);
      setProblem(found.length > 0 ? null : problemOf(error));
    }
    setAsking(false);
  };
  const problemAt = (param: string) => fields.find((each) => each.param === param)?.message ?? null;

  return (
    <form className="form-wide" onSubmit={(event) => void submit(event)} autoComplete="off">
      <TextField
        label="Name"
        hint="For people: which program uses it, and where."
        value={name}
        placeholder="website, production"
        problem={problemAt('/name')}
        onChange={setName}
      />
      <fieldset className="field">
        <legend>It may</legend>
        {SCOPE_NAMES.map((scope) => (
          <label key={scope} className="choice">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              disabled={lacks(scope)}
              onChange={(event) =>
                setWanted(
                  SCOPE_NAMES.filter((each) =>
                    each === scope ? event.target.checked : wanted.includes(each),
                  ),
                )
              }
            />
            <span>
              <code>{scope}</code>
              <span className="faint"> {SCOPE_MEANINGS[scope]}</span>
              {lacks(scope) ? (
                <span className="faint">; your key lacks it, and gives no more than it has</span>
              ) : null}
            </span>
          </label>
        ))}
      </fieldset>
      <TextField
        label="Project (may be empty)"
        hint={
          access === undefined
            ? 'That of your key by default.'
            : `${access.project_id} by default, as your key.`
        }
        value={project}
        problem={problemAt('/project_id')}
        onChange={setProject}
      />
      <label className="field">
        <span>Expires</span>
        <select
          className="input"
          value={lifetime}
          onChange={(event) =>
            setLifetime(LIFETIMES.find((each) => each.name === event.target.value)?.name ?? 'never')
          }
        >
          {LIFETIMES.map((each) => (
            <option key={each.name} value={each.name}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
      {lifetime === 'custom' ? (
        <label className="field">
          <span>Expires at, in your zone</span>
          <input
            className="input"
            type="datetime-local"
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          />
        </label>
      ) : null}
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button className="button" type="button" onClick={onClose}>
          Leave it
        </button>
        <button className="button primary" type="submit" disabled={asking}>
          {asking ? 'Asking…' : 'Create the key'}
        </button>
      </div>
    </form>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

function TextField({ label, hint, value, placeholder, problem, onChange }: TextFieldProps) {
  const hintId = useId();
  return (
    <div className="field">
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          maxLength={128}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          aria-invalid={problem !== null}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem === null ? (
        <small id={hintId} className="faint">
          {hint}
        </small>
      ) : (
        <small id={hintId} className="problem" role="alert">
          {problem}
        </small>
      )}
    </div>
  );
}
