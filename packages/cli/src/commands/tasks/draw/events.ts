import { outside } from '../../../output/fields.ts';
import type { View } from '../../../output/output.ts';
import { drawTable, type TableColumn } from '../../../output/table.ts';
import type { TimelineEvent } from './timeline.ts';

const COLUMNS: readonly TableColumn<TimelineEvent>[] = [
  { name: 'position', cell: ({ partition, offset }) => `${partition}:${offset}`, right: true },
  {
    name: 'recorded',
    optional: true,
    cell: ({ recorded_at }) => recorded_at.replace('T', ' ').replace('Z', ''),
  },
  { name: 'event', cell: ({ type }) => outside(type) },
  {
    name: 'became',
    cell: ({ disposition }, { style }) => (disposition === 'applied' ? disposition : style.warn(disposition)),
  },
  { name: 'rev', cell: ({ revision }) => String(revision), right: true },
  { name: 'source', cell: ({ source }) => outside(source), shrinks: true },
  { name: 'id', optional: true, cell: ({ id }) => outside(id), shrinks: true },
  {
    name: 'found at',
    optional: true,
    cell: ({ rekeyed_from: from }) => (from === null ? '' : `${from.partition}:${from.offset}`),
  },
];

/** A table of events with their places in the log; times are UTC. */
export function drawEvents(events: readonly TimelineEvent[], view: View): string {
  return drawTable(COLUMNS, events, view);
}
