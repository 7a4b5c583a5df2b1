import * as Popover from '@radix-ui/react-popover';
import { type FormEvent, useState } from 'react';
import type { Days, DaysSearch, Period } from '../time/periods.ts';

const TITLES: Readonly<Record<Period, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': '7 days',
  '30d': '30 days',
  month: 'This month',
  last_month: 'Last month',
};

interface ChooseDaysProps {
  readonly periods: readonly Period[];
  /** What is chosen: a period, days of the reader's own, or neither. */
  readonly chosen: DaysSearch;
  /** The days that the choice comes to; null for all. */
  readonly days: Days | null;
  /** Whether the reader may choose any time, which is no days at all. */
  readonly anyTime?: boolean;
  readonly onChoose: (days: DaysSearch) => void;
}

/** Which days a page is about: one of some periods, or from one day to another. They are days in UTC, as the API counts them. */
export function ChooseDays({ periods, chosen, days, anyTime = false, onChoose }: ChooseDaysProps) {
  return (
    <fieldset className="segments" aria-label="Days, in UTC">
      {anyTime ? (
        <button type="button" className="button" aria-pressed={days === null} onClick={() => onChoose({})}>
          Any time
        </button>
      ) : null}
      {periods.map((period) => (
        <button
          key={period}
          type="button"
          className="button"
          aria-pressed={chosen.period === period}
          onClick={() => onChoose({ period })}
        >
          {TITLES[period]}
        </button>
      ))}
      <OwnDays own={chosen.from !== undefined} days={days} onChoose={onChoose} />
    </fieldset>
  );
}

interface OwnDaysProps {
  readonly own: boolean;
  readonly days: Days | null;
  readonly onChoose: (days: DaysSearch) => void;
}

function OwnDays({ own, days, onChoose }: OwnDaysProps) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = [String(form.get('from')), String(form.get('to'))];
    if (from === '' || to === '') return setProblem('Choose both days.');
    if (from > to) return setProblem('The first day is after the last one.');
    setProblem(null);
    setOpen(false);
    onChoose({ from, to });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button" aria-pressed={own}>
        Other days…
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="floating padded" align="end" sideOffset={4} aria-label="Other days">
          <form className="form" onSubmit={submit}>
            <label className="field">
              <span>First day, UTC</span>
              <input className="input" type="date" name="from" defaultValue={days?.first} />
            </label>
            <label className="field">
              <span>Last day, UTC</span>
              <input className="input" type="date" name="to" defaultValue={days?.last} />
            </label>
            {problem === null ? null : (
              <p className="problem" role="alert">
                {problem}
              </p>
            )}
            <button className="button primary" type="submit">
              Show
            </button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
