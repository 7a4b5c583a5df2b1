import { taskKey } from '@taskfold/contract';
import type { Head, WrittenChange } from '@taskfold/database';
import type { LogPosition } from '@taskfold/kafka';
import { createWake, type Logger, poll } from '@taskfold/runtime';
import { createWatches, type Watch } from './watches.ts';

/** What somebody waits for a change of. */
type Watched =
  | { readonly kind: 'task'; readonly tenantId: string; readonly taskId: string }
  | { readonly kind: 'tenant'; readonly tenantId: string }
  /** How far the partition is folded. */
  | { readonly kind: 'partition'; readonly partition: number };

/**
 * Follows the changes of all tasks for a whole process: however many watch, the changes are read once. What it tells is
 * only that something is new; the watchers read it themselves.
 */
export interface ChangeReader {
  /** Begin to watch, then read, then wait: nothing that is committed in between is missed. */
  watch(...watched: readonly Watched[]): Watch;
  /** Whether the projection is known to hold everything up to this place; what is read afterwards shows it. */
  hasPassed(position: LogPosition): boolean;
  /** Something may be new: look at once. */
  wake(): void;
  /** Reads on until the signal is aborted. Never rejects: a database that is away is waited for. */
  run(signal: AbortSignal): Promise<void>;
  /** Wakes everybody who waits, for the last time. */
  close(): void;
  readonly figures: { readonly watches: number; readonly rounds: number; readonly changes: number };
}

export interface ChangeSource {
  heads(): Promise<ReadonlyMap<number, Head>>;
  /** The next changes, by the first position of each partition; at most `limit` of each. */
  changes(from: ReadonlyMap<number, number>, limit: number): Promise<readonly WrittenChange[]>;
}

export interface ChangeReaderOptions {
  readonly source: ChangeSource;
  readonly logger: Pick<Logger, 'warn'>;
  /** How long to sleep where nobody wakes: notifications may be lost. */
  readonly pollMs?: number;
  /** The same while somebody waits for a position, which moves without a notification where no task changed. */
  readonly positionPollMs?: number;
}

const PER_PARTITION = 5000;
const RETRY = { baseMs: 200, maxMs: 5000 } as const;

export function createChangeReader(options: ChangeReaderOptions): ChangeReader {
  const { source, logger, pollMs = 1000, positionPollMs = 100 } = options;
  const watches = createWatches();
  const figures = { rounds: 0, changes: 0 };
  /** By partition: the first position that was not read. */
  const next = new Map<number, number>();
  let heads: ReadonlyMap<number, Head> = new Map();
  let positionWatches = 0;
  const wake = createWake();

  async function round(): Promise<void> {
    figures.rounds += 1;
    const before = heads;
    heads = await source.heads();
    for (const [partition, { nextOffset }] of heads) {
      if (before.get(partition)?.nextOffset !== nextOffset)
        watches.tell(topicOf({ kind: 'partition', partition }));
    }
    const first = before.size === 0 && heads.size > 0;
    for (const [partition, { nextPosition }] of heads) {
      // Whoever begins to watch from now on reads what is committed by now.
      if (first || watches.size === 0) next.set(partition, nextPosition);
      else if (!next.has(partition)) next.set(partition, 0);
    }
    // What was committed between the beginning of a watch and now is not known to have changed or not.
    if (first) watches.tellAll();
    await readOn();
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const behind = new Map(
        [...next].filter(([partition, position]) => position < (heads.get(partition)?.nextPosition ?? 0)),
      );
      if (behind.size === 0) return;
      const changes = await source.changes(behind, PER_PARTITION);
      for (const { partition, position, tenantId, taskId } of changes) {
        next.set(partition, position + 1);
        watches.tell(topicOf({ kind: 'task', tenantId, taskId }));
        watches.tell(topicOf({ kind: 'tenant', tenantId }));
      }
      figures.changes += changes.length;
      // Nothing where something was: it is no longer kept.
      if (changes.length === 0) {
        for (const partition of behind.keys()) next.set(partition, heads.get(partition)?.nextPosition ?? 0);
        watches.tellAll();
      }
    }
  }

  return {
    watch(...watched) {
      const watch = watches.begin(watched.map(topicOf));
      if (!watched.some(({ kind }) => kind === 'partition')) return watch;
      positionWatches += 1;
      wake.now();
      let ended = false;
      return {
        next: (signal, timeLimitMs) => watch.next(signal, timeLimitMs),
        end() {
          watch.end();
          if (!ended) positionWatches -= 1;
          ended = true;
        },
      };
    },
    hasPassed({ partition, offset }) {
      return (heads.get(partition)?.nextOffset ?? 0) > offset;
    },
    wake: wake.now,
    async run(signal) {
      await poll(
        async () => {
          await round();
          return false;
        },
        {
          ...RETRY,
          wake,
          get pollMs() {
            return positionWatches > 0 ? positionPollMs : pollMs;
          },
          signal,
          onFailure(error, failures) {
            if (failures === 0) logger.warn({ err: error }, 'changes cannot be read for a moment');
          },
        },
      );
    },
    close: () => watches.close(),
    get figures() {
      return { watches: watches.size, ...figures };
    },
  };
}

function topicOf(watched: Watched): string {
  switch (watched.kind) {
    case 'task':
      return taskKey(watched);
    case 'tenant':
      return watched.tenantId;
    default:
      return `#${watched.partition}`;
  }
}
