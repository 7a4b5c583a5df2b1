interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why a task should end, as far as the API takes it. */
export function ReasonField({ value, onChange }: ReasonFieldProps) {
  return (
    <label className="field">
      <span>Reason (may be empty)</span>
      <textarea
        className="input"
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
