import type { ReactNode } from 'react';
import { ago, durationText } from '../../time/format.ts';
import { Nothing } from '../../ui/parts.tsx';
import type { Partition } from '../ask/operations.ts';
import { noteAge } from './concerns.ts';
import type { Rates } from './rates.ts';
import { slowestChunk } from './slow-chunks.ts';

const whole = (value: number | null) => (value === null ? <Nothing /> : value.toLocaleString('en'));
const rate = (value: number | null | undefined) =>
  value == null ? <Nothing /> : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
const duration = (seconds: number | null) =>
  seconds === null ? <Nothing /> : seconds === 0 ? '0 s' : durationText(seconds * 1000);

/** A number of a partition, and what it means. */
interface PartitionFigure {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly cell: (partition: Partition) => ReactNode;
  readonly sortBy: (partition: Partition) => number | null;
}

interface FigureParts {
  /** By the clock of the API, in milliseconds since 1970. */
  readonly serverTime: number;
  readonly ratesOf: (partition: number) => Rates | null;
}

/** What is shown of a partition in numbers. */
export function figuresOf({ serverTime, ratesOf }: FigureParts): readonly PartitionFigure[] {
  return [
    {
      id: 'waits',
      title: 'Waits',
      meaning: 'records of the log that are not folded yet',
      cell: ({ lag_records: records }) => whole(records),
      sortBy: ({ lag_records: records }) => records,
    },
    {
      id: 'lag',
      title: 'Lag',
      meaning:
        'how old the oldest of them is; where nobody reads the partition, at least how long nobody has',
      cell: ({ lag_seconds: seconds }) => duration(seconds),
      sortBy: ({ lag_seconds: seconds }) => seconds,
    },
    {
      id: 'folded',
      title: 'Folded/s',
      meaning: 'records that were folded a second, over the last 20 s that this page was open',
      cell: ({ partition }) => rate(ratesOf(partition)?.folded),
      sortBy: ({ partition }) => ratesOf(partition)?.folded ?? null,
    },
    {
      id: 'arrived',
      title: 'Came in/s',
      meaning: 'records that producers published a second, over the same time',
      cell: ({ partition }) => rate(ratesOf(partition)?.arrived),
      sortBy: ({ partition }) => ratesOf(partition)?.arrived ?? null,
    },
    {
      id: 'chunk',
      title: 'Chunk',
      meaning:
        'half of the chunks of the last minute took this long or less, from asking for a connection to the database to their commit',
      cell: ({ chunks }) => duration(chunks?.p50_seconds ?? null),
      sortBy: ({ chunks }) => chunks?.p50_seconds ?? null,
    },
    {
      id: 'slowest',
      title: 'Slowest',
      meaning:
        'how long the slowest chunk of the last minute took, or the one that is being written has taken',
      cell: (partition) => duration(slowestChunk(partition)),
      sortBy: slowestChunk,
    },
    {
      id: 'next',
      title: 'Next offset',
      meaning: 'the first record that is not folded: the checkpoint',
      cell: ({ next_offset: offset }) => whole(offset),
      sortBy: ({ next_offset: offset }) => offset,
    },
    {
      id: 'end',
      title: 'Log end',
      meaning: 'the offset that the next record of the log gets',
      cell: ({ log_end_offset: offset }) => whole(offset),
      sortBy: ({ log_end_offset: offset }) => offset,
    },
    {
      id: 'moved',
      title: 'Moved',
      meaning: 'how long ago it was folded any further; without new records nothing moves',
      cell: ({ folded_at: at }) => (at === null ? <Nothing /> : ago(at, serverTime)),
      sortBy: ({ folded_at: at }) => (at === null ? null : serverTime - Date.parse(at)),
    },
    {
      id: 'noted',
      title: 'Noted',
      meaning: 'how long ago a processor said where it stands; one that runs does so every second',
      cell: (partition) => {
        const age = noteAge(partition, serverTime);
        return age === null ? 'never' : durationText(age);
      },
      sortBy: (partition) => noteAge(partition, serverTime),
    },
  ];
}
