import { durationText } from '../../time/format.ts';
import type { Partition } from '../ask/operations.ts';
import { type Concern, partitionsNamed } from './concern.ts';

/** Chunks take some milliseconds, large ones some hundred. */
const SLOW_SECONDS = 1;
const HELD_UP_SECONDS = 5;

/** Seconds that the slowest chunk of the last minute took, or the one that is being written has taken; null where there is none. */
export function slowestChunk({ chunks }: Partition): number | null {
  if (chunks === null) return null;
  const { max_seconds: slowest, open_seconds: open } = chunks;
  return slowest === null && open === 0 ? null : Math.max(slowest ?? 0, open);
}

/** What chunks say of the database: that it holds one up, or takes long for all. */
export function slowChunks(partitions: readonly Partition[]): Concern[] {
  return [...heldUp(partitions), ...slow(partitions)];
}

function heldUp(partitions: readonly Partition[]): Concern[] {
  const held = partitions.filter(({ chunks }) => (chunks?.open_seconds ?? 0) >= HELD_UP_SECONDS);
  if (held.length === 0) return [];
  const longest = Math.max(...held.map(({ chunks }) => chunks?.open_seconds ?? 0));
  return [
    {
      id: 'chunks-held-up',
      tone: 'canceled',
      title: `The database has held up ${partitionsNamed(held)} for ${durationText(longest * 1000)}`,
      says: [
        'A chunk waits for that long to be written: for a lock that somebody else holds, for a connection, or for a database that does not answer. It is broken off in time and tried again; nothing is lost.',
      ],
      commands: [{ says: 'Who holds what others wait for', line: 'npx taskfold doctor --only database' }],
    },
  ];
}

function slow(partitions: readonly Partition[]): Concern[] {
  const late = partitions.filter(({ chunks }) => (chunks?.p50_seconds ?? 0) >= SLOW_SECONDS);
  if (late.length === 0) return [];
  const slowest = Math.max(...late.map((partition) => slowestChunk(partition) ?? 0));
  const half = Math.min(...late.map(({ chunks }) => chunks?.p50_seconds ?? 0));
  return [
    {
      id: 'chunks-slow',
      tone: 'canceled',
      title: `Chunks of ${partitionsNamed(late)} take ${durationText(half * 1000)} and more`,
      says: [
        `So long took every second one of the last minute, and the slowest ${durationText(slowest * 1000)}; some milliseconds are usual. The database is slow, or processors have too few connections to it.`,
      ],
      commands: [{ says: 'What is wrong with it', line: 'npx taskfold doctor --only database' }],
    },
  ];
}
