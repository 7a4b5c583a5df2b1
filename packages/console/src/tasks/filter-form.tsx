import * as Popover from '@radix-ui/react-popover';
import { type FormEvent, useState } from 'react';
import { FILTERS, type Filters, NEEDS, WITHOUT } from './filters.ts';

const METADATA = 'metadata';

interface FilterFormProps {
  readonly onFilter: (filter: Filters) => void;
}

/** Chooses one more filter. */
export function AddFilter({ onFilter }: FilterFormProps) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('capability');
  const [pairKey, setPairKey] = useState('');
  const [value, setValue] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kind = FILTERS[name];
    const given = value.trim() || (kind?.values?.[0] ?? '');
    if (given === '' || (name === METADATA && pairKey.trim() === '')) return;
    const filter = name === METADATA ? `metadata[${pairKey.trim()}]` : name;
    onFilter({ [filter]: kind?.input === 'time' ? new Date(given).toISOString() : given });
    setOpen(false);
    setValue('');
    setPairKey('');
  };

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button">Add a filter</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="floating padded" align="start" sideOffset={4} aria-label="Add a filter">
          <form className="form" onSubmit={submit}>
            <label className="field">
              <span>Filter by</span>
              <select
                className="input"
                value={name}
                onChange={(event) => {
                  setName(event.target.value);
                  setValue('');
                }}
              >
                {Object.entries(FILTERS).map(([each, { label }]) => (
                  <option key={each} value={each}>
                    {label}
                  </option>
                ))}
                <option value={METADATA}>Metadata</option>
              </select>
            </label>
            {name === METADATA ? (
              <label className="field">
                <span>Key</span>
                <input
                  className="input"
                  maxLength={64}
                  value={pairKey}
                  onChange={(event) => setPairKey(event.target.value)}
                />
              </label>
            ) : null}
            <ValueField name={name} value={value} onChange={setValue} />
            <button className="button primary" type="submit">
              Add
            </button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ValueFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ValueField({ name, value, onChange }: ValueFieldProps) {
  const { label = 'Value', input = 'text', values = [] } = FILTERS[name] ?? {};
  if (input !== 'choice') {
    return (
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          type={input === 'time' ? 'datetime-local' : 'text'}
          step={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    );
  }
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value || values[0]} onChange={(event) => onChange(event.target.value)}>
        {values.map((choice) => (
          <option key={choice} value={choice}>
            {choiceText(name, choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

function choiceText(name: string, choice: string): string {
  if (name === 'without') return WITHOUT[choice] ?? choice;
  return name === 'needs' ? `${choice}: ${NEEDS[choice]}` : choice;
}
