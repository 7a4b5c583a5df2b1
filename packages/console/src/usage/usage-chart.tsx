import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { amountParts, amountText } from '../money/decimal.ts';
import { countOfDays, type Days, daysText, dayText } from '../time/periods.ts';
import { useArrowStops } from '../ui/arrow-stops.ts';
import { heightOn, type Scale, scaleOf } from './chart-scale.ts';
import { creditsByDay, type DayCredits, filtersBehind, type UsageSumsRow } from './usage-rows.ts';

/** Columns of more days would be thinner than what can be pointed at. */
const MOST_DAYS = 366;
const MOST_LABELS = 8;

interface UsageChartProps {
  readonly days: Days;
  /** By day; null until they are known. */
  readonly rows: readonly UsageSumsRow[] | null;
}

/**
 * Charges above the line and refunds below it, with the net of each day. Boxes of a percentage of height each, because so few
 * need no library: they take the colours of the page and its dark form, are links that keyboards reach, and weigh nothing.
 */
export function UsageChart({ days, rows }: UsageChartProps) {
  const [pointed, setPointed] = useState<DayCredits | null>(null);
  if (countOfDays(days) > MOST_DAYS) {
    return <p className="faint">The chart shows {MOST_DAYS} days at most; the table below has all.</p>;
  }
  const all = creditsByDay(days, rows ?? []);
  const scale = scaleOf(
    greatest(all.map(({ charged }) => charged)),
    greatest(all.map(({ refunded }) => refunded)),
  );
  return (
    <figure className="chart" aria-busy={rows === null}>
      <figcaption>
        <span className="legend">
          <span className="charged">charged</span> <span className="refunded">refunded</span>{' '}
          <span className="net">net, where it is less</span>
        </span>
        <span className="readout">{pointed === null ? 'Credits by day' : sayingOf(pointed)}</span>
      </figcaption>
      <div className="plot">
        <div className="scale" aria-hidden="true">
          {scale.lines.map((line) => (
            <span key={String(line)} style={{ bottom: `${heightOn(scale, line)}%` }} data-zero={line === 0n}>
              {rows === null ? '' : tickText(line)}
            </span>
          ))}
        </div>
        <Columns days={days} all={all} scale={scale} onPoint={setPointed} />
      </div>
      <div className="labels" aria-hidden="true">
        {all.map(({ day }, index) => (
          <span key={day}>
            {index % Math.ceil(all.length / MOST_LABELS) === 0 ? <b>{dayText(day)}</b> : null}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** 0 where all are less. */
function greatest(amounts: readonly bigint[]): bigint {
  let most = 0n;
  for (const amount of amounts) if (amount > most) most = amount;
  return most;
}

/** Short where it is round, which the lines of the scale are. */
function tickText(amount: bigint): string {
  const { whole, fraction } = amountParts(amountText(amount));
  return whole + fraction.replace(/\.?0+$/, '');
}

function sayingOf({ day, row }: DayCredits): string {
  const name = daysText({ first: day, last: day });
  if (row === null) return `${name}: nothing`;
  const [charged, refunded, net] = [row.charged_credits, row.refunded_credits, row.net_charged_credits].map(
    (amount) => {
      const { whole, fraction } = amountParts(amount);
      return whole + fraction;
    },
  );
  return `${name}: charged ${charged}, refunded ${refunded}, net ${net}; ${row.tasks} ${row.tasks === 1 ? 'task' : 'tasks'}`;
}

interface ColumnsProps {
  readonly days: Days;
  readonly all: readonly DayCredits[];
  readonly scale: Scale;
  readonly onPoint: (day: DayCredits | null) => void;
}

/** One stop of the tab key; arrows go from day to day, as in a toolbar. */
function Columns({ days, all, scale, onPoint }: ColumnsProps) {
  const navigate = useNavigate();
  const { box, stop, onKeyDown, onReach } = useArrowStops<HTMLDivElement>(all.length);
  const zero = heightOn(scale, 0n);
  return (
    <div
      ref={box}
      className="days"
      role="toolbar"
      aria-label="Credits by day. Arrows go from day to day, Enter to the tasks of one."
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(null)}
    >
      {all.map((each, index) => (
        <button
          key={each.day}
          type="button"
          tabIndex={index === stop ? 0 : -1}
          aria-label={sayingOf(each)}
          onPointerEnter={() => onPoint(each)}
          onFocus={() => {
            onReach(index);
            onPoint(each);
          }}
          onBlur={() => onPoint(null)}
          onClick={() =>
            void navigate({ to: '/tasks', search: filtersBehind({ day: each.day }, ['day'], days) })
          }
        >
          <span
            className="charged"
            style={{ bottom: `${zero}%`, height: `${heightOn(scale, each.charged) - zero}%` }}
          />
          <span
            className="refunded"
            style={{ top: `${100 - zero}%`, height: `${zero - heightOn(scale, -each.refunded)}%` }}
          />
          {each.refunded === 0n ? null : (
            <span className="net" style={{ bottom: `${heightOn(scale, each.net)}%` }} />
          )}
        </button>
      ))}
    </div>
  );
}
