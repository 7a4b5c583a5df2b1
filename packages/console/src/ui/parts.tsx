import type { ReactNode } from 'react';
import { amountParts } from '../money/decimal.ts';
import { shownText } from '../text/visible.ts';
import { bothTimes, localTime } from '../time/format.ts';
import { StateIcon, type Tone } from './icons.tsx';

/** Text that somebody else wrote: one line, nothing hidden in it, and no direction that spreads to its neighbours. */
export function Said({ text }: { readonly text: string }) {
  return <bdi>{shownText(text)}</bdi>;
}

/** The same of what may be absent. */
export const saidOrNothing = (text: string | null) => (text === null ? <Nothing /> : <Said text={text} />);

/** A dash where there is nothing to say. */
export function Nothing() {
  return <span className="faint">–</span>;
}

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      <StateIcon tone={tone} />
      {children}
    </span>
  );
}

/** Credits; below one another their points stand in one line. */
export function AmountText({ value, sign = '' }: { readonly value: string; readonly sign?: string }) {
  const { whole, fraction } = amountParts(value);
  return (
    <span className="amount">
      <span>
        {sign}
        {whole}
      </span>
      <span className="fraction">{fraction}</span>
    </span>
  );
}

interface AtProps {
  /** Null where there is none, or none yet. */
  readonly time: string | null;
  readonly now: number;
}

/** A time in the reader's zone, and in UTC when pointed at. */
export function At({ time, now }: AtProps) {
  if (time === null) return <Nothing />;
  return (
    <time dateTime={time} title={bothTimes(time)}>
      {localTime(time, now)}
    </time>
  );
}

interface StateProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Says in the middle of a page why there is nothing else on it. */
export function PageState({ title, children }: StateProps) {
  return (
    <div className="state" role="status">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
