import { type FormEvent, useState } from 'react';

interface FilterFieldProps {
  readonly label: string;
  /** What is filtered by now; '' for nothing. */
  readonly value: string;
  readonly numeric?: boolean;
  readonly onValue: (value: string) => void;
}

/** What is typed counts with Enter, or when somebody goes on. */
export function FilterField(props: FilterFieldProps) {
  // Begins anew where the filter was changed otherwise.
  return <Field key={props.value} {...props} />;
}

function Field({ label, value, numeric = false, onValue }: FilterFieldProps) {
  const [text, setText] = useState(value);
  const give = () => text.trim() !== value && onValue(text.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give();
  };
  return (
    <form onSubmit={submit}>
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          inputMode={numeric ? 'numeric' : undefined}
          placeholder="any"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={give}
        />
      </label>
    </form>
  );
}
