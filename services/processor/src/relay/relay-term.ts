import { createTaskReader, listenToChanges, type Pool, readChanges, readRelayLag } from '@taskfold/database';
import type { KafkaClient } from '@taskfold/kafka';
import { backoff, createWake, every, type Logger, sleep, type Tracing } from '@taskfold/runtime';
import type { Term } from '../leases/lead.ts';
import { type ChangedTask, coalesce } from './coalesce.ts';
import { createProgress } from './progress.ts';
import { publishDeadLetters } from './publish-dead-letters.ts';
import { beginPublishSpan } from './publish-span.ts';
import { publishTasks } from './publish-tasks.ts';
import { readKeys } from './read-keys.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import { createRelayPositions } from './relay-positions.ts';
import { createSentAhead } from './sent-ahead.ts';
import { createSliceSize } from './slice-size.ts';
import type { UpdateOptions } from './update-record.ts';
import { createUpdatesLog } from './updates-log.ts';

/** Changes that are read of each partition at once. */
const CHANGES_AT_ONCE = 1000;
/** Of one send. Below the limit of the topics, which is one of batches. */
const SEND_BYTES = 4 * 1024 * 1024;
/** Notifications only wake: this long at most until a change, or a dead letter, is seen without one. */
const POLL_MS = 1000;
/** How often the ends of the log are looked at, also of partitions that nothing is sent to. */
const CHECK_MS = 5000;
const RETRY = { baseMs: 100, maxMs: 5000 } as const;
const WENT_BACK =
  'The relay stands elsewhere than it was left: the database has lost commits. What was published since is published again.';

export interface RelayTermOptions {
  readonly pool: Pool;
  readonly kafka: KafkaClient;
  readonly topics: { readonly updates: string; readonly dead: string };
  /** Of the events topic. */
  readonly partitionCount: number;
  readonly update: UpdateOptions;
  readonly metrics: RelayMetrics;
  readonly logger: Logger;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | null | undefined;
  /** Ends the term after the round in hand. */
  readonly stop: AbortSignal;
  /** Breaks off even a send. */
  readonly force: AbortSignal;
}

/**
 * What a leader does until its term is over. Each round:
 *
 * 1. Publish dead letters, once a second.
 * 2. Read the next changes of every partition.
 * 3. Publish the current state of each task among them, once. One send is in flight at a time.
 * 4. Save how far that is, now that the broker has acknowledged it. A crash before this repeats the round.
 * 5. Publish again what others wrote over in the meantime: late sends of an earlier leader, or failed ones of our own.
 * 6. Wait for further changes.
 *
 * A round that fails is begun again, later and later: the broker or the database is away. Resolves when the term ended
 * with nothing on its way.
 *
 * @throws when the lease is lost, or a send was broken off
 */
export async function relayTerm(options: RelayTermOptions, term: Term): Promise<void> {
  const { pool, kafka, topics, partitionCount, metrics, logger, tracing, stop } = options;
  const over = AbortSignal.any([stop, term.lost]);
  const breakOff = AbortSignal.any([options.force, term.lost]);
  const producer = kafka.producer();
  const admin = kafka.admin();
  const updates = createUpdatesLog({
    producer,
    admin,
    topic: topics.updates,
    maxBytes: Math.min(SEND_BYTES, options.update.maxBytes),
  });
  const positions = createRelayPositions(pool, topics.updates);
  let progress = createProgress(await positions.read(partitionCount));
  /** Whether what this term remembers may be more than what is stored. */
  let isInDoubt = false;
  let tasks = {
    ...options,
    reader: createTaskReader(pool),
    send: (records: Parameters<typeof updates.send>[0]) => updates.send(records, term.isHeld, breakOff),
    ahead: createSentAhead(),
    sizes: createSliceSize(),
    beginSpan: tracing
      ? (of: readonly ChangedTask[]) => beginPublishSpan(tracing, topics.updates, of)
      : undefined,
  };
  const wake = createWake();
  const ended = new AbortController();
  let deadLettersAt = 0;
  let checkedAt = 0;

  async function save(stored: ReturnType<typeof progress.positions>): Promise<void> {
    progress.saving(stored);
    const result = await positions.save(stored, progress.left(), term);
    if (result === 'lost') throw new Error('the lease is lost: another has it');
    if (result === 'went_back') throw new Error(WENT_BACK);
    progress.saved();
  }

  /**
   * A database that lost commits gives the same positions again, to other changes. So after a failure what is stored counts,
   * and where nobody here has stored that, the term begins anew from there.
   */
  async function settleDoubt(): Promise<void> {
    const stored = await positions.read(partitionCount);
    const left = Object.fromEntries(progress.left());
    if (!progress.resume(stored)) {
      logger.warn({ left, found: Object.fromEntries(progress.left()) }, WENT_BACK);
      progress = createProgress(stored);
    }
    tasks = { ...tasks, ahead: createSentAhead() };
    isInDoubt = false;
  }

  async function deadLetters(): Promise<void> {
    if (performance.now() - deadLettersAt < POLL_MS) return;
    const send = async (records: Parameters<typeof updates.send>[0]) => {
      if (term.isHeld()) await producer.send(topics.dead, records, breakOff);
    };
    metrics.deadLettersPublished(
      await publishDeadLetters({ pool, send, isOver: () => over.aborted || !term.isHeld() }),
    );
    deadLettersAt = performance.now();
  }

  async function publishForeignAgain(): Promise<void> {
    const stretches = updates.takeForeign();
    if (stretches.length === 0) return;
    try {
      const keys = await readKeys({ kafka, topic: topics.updates, stretches, signal: breakOff });
      logger.warn({ stretches, tasks: keys.size }, 'others wrote to the updates topic: sending again');
      await publishTasks([...keys].flatMap(taskOfKey), { ...tasks, ahead: createSentAhead() });
      metrics.sentAgain(keys.size);
    } catch (error) {
      updates.putBack(stretches);
      throw error;
    }
  }

  /** @returns whether there may be more at once */
  async function round(): Promise<boolean> {
    if (isInDoubt) await settleDoubt();
    await deadLetters();
    const changes = await readChanges(pool, progress.next(), CHANGES_AT_ONCE);
    if (changes.length > 0) {
      await publishTasks(coalesce(changes), tasks);
      progress.advance(changes);
      await save(progress.positions());
    }
    if (performance.now() - checkedAt > CHECK_MS) {
      await updates.check(AbortSignal.any([over, breakOff]));
      checkedAt = performance.now();
    }
    await publishForeignAgain();
    return changes.length > 0;
  }

  const whileLeading = AbortSignal.any([over, ended.signal]);
  const beside = [
    listenToChanges({ pool, onChange: wake.now, logger, signal: whileLeading }),
    every(
      POLL_MS,
      whileLeading,
      async () => {
        const left = progress.left();
        const lags = await readRelayLag(pool, topics.updates);
        metrics.lag(lags);
        if (lags.every(({ partition, nextPosition }) => nextPosition >= (left.get(partition) ?? 0))) return;
        isInDoubt = true;
        wake.now();
      },
      () => metrics.lag([]),
    ),
  ];
  metrics.leading(true);
  try {
    for (let failures = 0; !over.aborted; ) {
      try {
        if (!(await round())) await wake.wait(POLL_MS, over);
        failures = 0;
      } catch (error) {
        if (breakOff.aborted || !term.isHeld()) throw error;
        metrics.failed();
        isInDoubt = true;
        if (failures % 10 === 0) logger.warn({ err: error }, 'the relay waits, and tries again');
        await sleep(backoff({ attempt: failures++, ...RETRY }), over).catch(() => {});
        if (over.aborted) throw error;
      }
    }
    term.lost.throwIfAborted();
    await save(progress.settled());
  } finally {
    ended.abort();
    metrics.leading(false);
    await Promise.all(beside);
    await Promise.allSettled([producer.close(), admin.close()]);
  }
}

function taskOfKey(key: string): ChangedTask[] {
  const slash = key.indexOf('/');
  if (slash < 0) return [];
  // Whatever its revision is: the row is what counts.
  return [
    { key, tenantId: key.slice(0, slash), taskId: key.slice(slash + 1), revision: Number.MAX_SAFE_INTEGER },
  ];
}
