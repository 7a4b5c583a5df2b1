import type { OPERATIONS } from '@taskfold/contract';
import type { Style } from '@taskfold/runtime/command';
import type { ItemOf } from '../../../api/lists.ts';
import { outside } from '../../../output/fields.ts';
import { duration } from '../../../output/numbers.ts';
import type { View } from '../../../output/output.ts';
import { drawTable, type TableColumn } from '../../../output/table.ts';

/** An event of a task, and what became of it. */
export type TimelineEvent = ItemOf<typeof OPERATIONS.listTaskEvents>;

/** Each event with the time since the first one by which it happened, and what it changed. */
export function drawTimeline(events: readonly TimelineEvent[], view: View): string {
  const began = Math.min(...events.map(({ time }) => Date.parse(time)));
  const columns: readonly TableColumn<TimelineEvent>[] = [
    { name: 'after', cell: ({ time }) => duration(Date.parse(time) - began), right: true },
    { name: '', cell: ({ disposition }, { style }) => marks(style)[disposition] },
    { name: 'event', cell: ({ type, disposition }, { style }) => named(type, disposition, style) },
    { name: 'what', cell: whatOf, shrinks: true },
  ];
  return drawTable(columns, events, view);
}

type Disposition = TimelineEvent['disposition'];

function marks(style: Style): Readonly<Record<Disposition, string>> {
  return {
    applied: style.good('●'),
    duplicate: style.faint('='),
    stale: style.faint('○'),
    ignored: style.warn('○'),
    conflict: style.bad('✗'),
  };
}

function named(type: string, disposition: Disposition, style: Style): string {
  const text = outside(type.replace(/^task\./, ''));
  return disposition === 'applied' ? text : style.faint(text);
}

/** What it changed; of an event that changed nothing, why. */
function whatOf({ changed, disposition, reason }: TimelineEvent, { style }: View): string {
  if (disposition !== 'applied') {
    const why = reason === null ? disposition : `${disposition}: ${outside(reason)}`;
    return disposition === 'conflict' ? style.bad(why) : style.faint(why);
  }
  return Object.entries(changed ?? {})
    .map(([key, value]) => `${style.faint(outside(key))} ${outside(shown(value))}`)
    .join('  ');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
