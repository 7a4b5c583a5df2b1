import { backoff, type Logger, sleep } from '@taskfold/runtime';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { BatchContext, ConsumeOptions, ConsumerOptions, LogBatch, LogConsumer } from '../port.ts';
import { createOffsetCommits } from './offset-commits.ts';
import { createPartitionWork } from './partition-work.ts';
import { createPauses } from './pauses.ts';
import { toEmptyLogBatch, toLogBatch } from './to-batch.ts';

const RETRY = { baseMs: 100, maxMs: 5000 } as const;
/**
 * A consumer that was killed, or whose broker was, comes back as a new member, and the group waits for the old one this
 * long before it hands out partitions.
 */
const DEFAULT_SESSION_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 8000;
/**
 * The broker answers as soon as there is a record. This is what an idle consumer costs, and how long partitions that are
 * taken up again may wait for the fetch that is under way.
 */
const MAX_WAIT_MS = 500;
/** Errors by which a heartbeat learns that the partitions are no longer this consumer's. */
const LOST_MEMBERSHIP = new Set([
  'REBALANCE_IN_PROGRESS',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
]);

/**
 * A consumer on kafkajs. What kafkajs does by itself and this takes care of:
 *
 * - it has no rebalance listener: partitions are paused while `onAssigned` runs, and batches of an earlier assignment
 *   that still run learn of it by their context and move no offset;
 * - it crashes on what a handler throws: handlers' errors end here;
 * - it keeps batches of nothing but control records to itself: they are delivered as empty ones.
 */
export function createLogConsumer(kafka: Kafka, options: ConsumerOptions, logger: Logger): LogConsumer {
  const { groupId, sessionTimeoutMs = DEFAULT_SESSION_TIMEOUT_MS } = options;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
    rebalanceTimeout: 60_000,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 4 * 1024 * 1024,
    maxWaitTimeInMs: MAX_WAIT_MS,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 3000, retries: 8, restartOnFailure: async () => true },
  });
  const stopping = new AbortController();
  const commits = createOffsetCommits(async (offsets) => {
    const topic = running?.topic;
    if (topic === undefined) return;
    const positions = [...offsets].map(([partition, offset]) => ({
      topic,
      partition,
      offset: String(offset),
    }));
    await consumer.commitOffsets(positions).catch((error: unknown) => {
      logger.debug({ err: error }, 'offsets were not noted in the group');
    });
  });
  let running: Running | undefined;
  let stopped: Promise<void> | undefined;

  async function stop(): Promise<void> {
    stopping.abort(new Error('the consumer stops'));
    const late = new AbortController();
    const finished = await Promise.race([
      consumer.disconnect().then(() => true),
      sleep(STOP_TIMEOUT_MS, late.signal).then(
        () => false,
        () => true,
      ),
    ]).finally(() => late.abort());
    if (!finished) logger.warn({ group_id: groupId }, 'a consumer did not stop in time and was left');
  }

  return {
    async run(consume) {
      if (running !== undefined) throw new Error('the consumer runs already');
      running = new Running(consumer, consume, logger, stopping.signal);
      await consumer.connect();
      await consumer.subscribe({ topics: [consume.topic], fromBeginning: true });
      await running.start(options.concurrency ?? 1);
    },
    seek: (partition, offset) => running?.seek(partition, offset),
    pause: (partitions) => running?.pauses.add('user', partitions),
    resume: (partitions) => running?.pauses.remove('user', partitions),
    commit: commits.commit,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** A consumer between `run` and `stop`. */
class Running {
  readonly topic: string;
  readonly pauses;
  readonly #consumer: Consumer;
  readonly #options: ConsumeOptions;
  readonly #logger: Logger;
  readonly #stopping: AbortSignal;
  readonly #work = createPartitionWork();
  readonly #failures = new Map<number, number>();
  #assignment = new AbortController();

  constructor(consumer: Consumer, options: ConsumeOptions, logger: Logger, stopping: AbortSignal) {
    this.topic = options.topic;
    this.#consumer = consumer;
    this.#options = options;
    this.#logger = logger;
    this.#stopping = stopping;
    this.pauses = createPauses({
      pause: (partitions) => this.#whileJoined(() => consumer.pause([this.#only(partitions)])),
      resume: (partitions) => this.#whileJoined(() => consumer.resume([this.#only(partitions)])),
    });
  }

  async start(concurrency: number): Promise<void> {
    const { GROUP_JOIN, START_BATCH_PROCESS, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#assigned(payload.memberAssignment[this.topic] ?? []);
    });
    this.#consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.#deliverFiltered(toEmptyLogBatch(payload));
    });
    this.#consumer.on(CRASH, ({ payload }) => {
      if (payload.restart) this.#logger.warn({ err: payload.error }, 'the consumer begins anew');
      else if (!this.#stopping.aborted) this.#options.onCrash(payload.error);
    });
    await this.#consumer.run({
      autoCommit: false,
      // An offset moves when its batch was handled, not when the handler was called.
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.#deliver(payload),
    });
  }

  seek(partition: number, offset: number): void {
    const position = { topic: this.topic, partition, offset: String(offset) };
    this.#whileJoined(() => this.#consumer.seek(position));
  }

  #only(partitions: readonly number[]): { topic: string; partitions: number[] } {
    return { topic: this.topic, partitions: [...partitions] };
  }

  /**
   * kafkajs throws where it is between two memberships of the group. Nothing is lost then: the next assignment asks for
   * the positions and pauses the partitions anew.
   */
  #whileJoined(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#logger.debug({ err: error }, 'the consumer is not in its group at the moment');
    }
  }

  #assigned(partitions: readonly number[]): void {
    this.#assignment.abort(new Error('the partitions are assigned anew'));
    this.#assignment = new AbortController();
    this.#failures.clear();
    this.#logger.info({ topic: this.topic, partitions }, 'partitions assigned');
    this.pauses.restart(partitions);
    void this.#settle(partitions, AbortSignal.any([this.#stopping, this.#assignment.signal]));
  }

  async #settle(partitions: readonly number[], signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.#options.onAssigned?.(partitions, signal);
        if (!signal.aborted) this.pauses.remove('assignment', partitions);
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#logger.warn({ err: error, partitions }, 'partitions could not be taken over yet');
        await sleep(backoff({ attempt, ...RETRY }), signal).catch(() => {});
      }
    }
  }

  #deliver(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const signal = AbortSignal.any([this.#stopping, this.#assignment.signal]);
    let lostMembership = false;
    const isStale = () => lostMembership || signal.aborted || payload.isStale() || !payload.isRunning();
    const context: BatchContext = {
      signal,
      isStale,
      heartbeat: async () => {
        await payload.heartbeat().catch((error: unknown) => {
          lostMembership ||= LOST_MEMBERSHIP.has(errorType(error));
          this.#logger.debug({ err: error, partition: batch.partition }, 'a heartbeat failed');
        });
      },
    };
    return this.#work.run(batch.partition, async () => {
      const handled = await this.#handle(() => toLogBatch(batch), batch.partition, context);
      const last = batch.messages.at(-1);
      // kafkajs moves past the control records behind the last record by itself.
      if (handled && !isStale() && last !== undefined) payload.resolveOffset(last.offset);
    });
  }

  #deliverFiltered(batch: LogBatch): void {
    const signal = AbortSignal.any([this.#stopping, this.#assignment.signal]);
    const context: BatchContext = { signal, isStale: () => signal.aborted, heartbeat: async () => {} };
    void this.#work.run(batch.partition, async () => {
      await this.#handle(() => batch, batch.partition, context);
    });
  }

  /** @returns whether the batch was given to its handler, which returned */
  async #handle(toBatch: () => LogBatch, partition: number, context: BatchContext): Promise<boolean> {
    if (context.isStale() || this.pauses.has(partition)) return false;
    let offset: number | undefined;
    try {
      const batch = toBatch();
      offset = batch.fetchOffset;
      await this.#options.onBatch(batch, context);
      this.#failures.delete(partition);
      return true;
    } catch (error) {
      if (context.signal.aborted) this.#logger.debug({ err: error, partition }, 'a batch was broken off');
      else this.#failed(error, partition, offset, context.signal);
      return false;
    }
  }

  #failed(error: unknown, partition: number, offset: number | undefined, signal: AbortSignal): void {
    const decision = this.#options.onError?.(error, partition) ?? 'retry';
    const attempt = this.#failures.get(partition) ?? 0;
    this.#failures.set(partition, attempt + 1);
    if (offset !== undefined) this.seek(partition, offset);
    if (decision === 'halt') {
      this.#logger.error({ err: error, partition }, 'a partition halts');
      this.pauses.add('user', [partition]);
      return;
    }
    this.#logger.warn({ err: error, partition, attempt }, 'a batch failed and will be tried again');
    this.pauses.add('failure', [partition]);
    sleep(backoff({ attempt, ...RETRY }), signal).then(
      () => this.pauses.remove('failure', [partition]),
      () => {},
    );
  }
}

function errorType(error: unknown): string {
  return error instanceof Error && 'type' in error ? String(error.type) : '';
}
