import { backoff, failureKind, type Logger, retry, sleep } from '@taskfold/runtime';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { BatchContext, ConsumeOptions, LogBatch } from '../port.ts';
import { asError, explained, isRefusal } from './consumer-errors.ts';
import { createPartitionWork } from './partition-work.ts';
import { createPauses } from './pauses.ts';
import { type FetchedBatch, toLogBatch } from './to-batch.ts';

const RETRY = { baseMs: 100, maxMs: 5000 } as const;

/** Waits before a consumer that has ended begins anew, and how long it must run to begin with the first of them again. */
const RESTART = { baseMs: 1000, maxMs: 30_000 } as const;
const STEADY_MS = 120_000;

/** The partitions that the group has given this consumer, until it gives others. */
interface Assignment {
  readonly ended: AbortController;
  /** Whether it was told of a rebalance before the group has given others. */
  isLost: boolean;
}

export interface RunningOptions {
  /** How many partitions are handled at the same time. */
  readonly concurrency: number;
  /** How long fetching rests when everything was fetched, in milliseconds. */
  readonly restMs: number;
}

/** A consumer between `run` and `stop`. */
export class RunningConsumer {
  readonly topic: string;
  readonly pauses;
  readonly #consumer: Consumer;
  readonly #options: ConsumeOptions;
  readonly #running: RunningOptions;
  readonly #logger: Logger;
  readonly #stopping: AbortSignal;
  readonly #work;
  readonly #failures = new Map<number, number>();
  /** How often each partition was sought. */
  readonly #seeks = new Map<number, number>();
  /** When the last fetch ended, by `performance.now()`. */
  #fetchedAt = 0;
  /** How often it has ended by itself, one end soon after the other, and when it did last. */
  #ends = 0;
  #endedAt = Number.NEGATIVE_INFINITY;
  #assignment: Assignment = { ended: new AbortController(), isLost: false };

  constructor(
    consumer: Consumer,
    options: ConsumeOptions,
    running: RunningOptions,
    logger: Logger,
    stopping: AbortSignal,
  ) {
    this.topic = options.topic;
    this.#consumer = consumer;
    this.#options = options;
    this.#running = running;
    this.#logger = logger;
    this.#stopping = stopping;
    this.#work = createPartitionWork(running.concurrency);
    this.pauses = createPauses({
      pause: (partitions) => this.#whileJoined(() => consumer.pause([this.#only(partitions)])),
      resume: (partitions) => this.#whileJoined(() => consumer.resume([this.#only(partitions)])),
    });
  }

  async start(): Promise<void> {
    const { GROUP_JOIN, REBALANCING, FETCH, CRASH } = this.#consumer.events;
    this.#consumer.on(FETCH, () => {
      this.#fetchedAt = performance.now();
    });
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#assigned(payload.memberAssignment[this.topic] ?? []);
    });
    this.#consumer.on(REBALANCING, () => {
      this.#assignment.isLost = true;
    });
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (restart) this.#logger.warn({ err: error }, 'the consumer begins anew');
      else if (this.#stopping.aborted)
        this.#logger.debug({ err: error }, 'the consumer ended while it stops');
      else if (isRefusal(error) || this.#options.onTrouble === undefined)
        this.#options.onCrash(explained(error));
      else void this.#beginAnew(error);
    });
    await this.#run();
  }

  async #run(): Promise<void> {
    await this.#consumer.run({
      autoCommit: false,
      // An offset moves when the work on its batch begins, not when kafkajs hands it over.
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.#running.concurrency,
      eachBatch: (payload) => this.#deliver(payload),
    });
  }

  /** An end for a reason that nobody knows: another process would meet the same, so this one goes on trying. */
  async #beginAnew(error: Error): Promise<void> {
    const now = performance.now();
    this.#ends = now - this.#endedAt > STEADY_MS ? 0 : this.#ends + 1;
    this.#endedAt = now;
    const waitMs = backoff({ attempt: this.#ends, ...RESTART });
    this.#logger.error({ err: error, wait_ms: Math.round(waitMs) }, 'the consumer ended and begins anew');
    this.#assignment.ended.abort(error);
    this.#told('onTrouble', () => this.#options.onTrouble?.(error));
    try {
      await sleep(waitMs, this.#stopping);
      await this.#run();
    } catch (failure) {
      if (!this.#stopping.aborted) await this.#beginAnew(asError(failure));
    }
  }

  /** What a user of the consumer throws must not reach kafkajs, which would end for it. */
  #told<Answer>(what: string, tell: () => Answer): Answer | undefined {
    try {
      return tell();
    } catch (error) {
      this.#logger.error({ err: error }, `${what} threw`);
      return undefined;
    }
  }

  seek(partition: number, offset: number): void {
    this.#seeks.set(partition, this.#seeksOf(partition) + 1);
    const position = { topic: this.topic, partition, offset: String(offset) };
    this.#whileJoined(() => this.#consumer.seek(position));
  }

  /** Settles when no batch is worked on. */
  ended(): Promise<void> {
    return this.#work.ended();
  }

  #seeksOf(partition: number): number {
    return this.#seeks.get(partition) ?? 0;
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
    this.#assignment.ended.abort(new Error('the partitions are assigned anew'));
    this.#assignment = { ended: new AbortController(), isLost: false };
    this.#failures.clear();
    this.#logger.info({ topic: this.topic, partitions }, 'partitions assigned');
    this.pauses.restart(partitions);
    void this.#settle(partitions, AbortSignal.any([this.#stopping, this.#assignment.ended.signal]));
  }

  async #settle(partitions: readonly number[], signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown) =>
      this.#logger.warn({ err: error, partitions }, 'partitions could not be taken over yet');
    const taken = retry(async () => await this.#options.onAssigned?.(partitions, signal), {
      ...RETRY,
      signal,
      onFailure,
    });
    await taken.catch(() => {});
    if (!signal.aborted) this.pauses.remove('assignment', partitions);
  }

  /** Returns when the work on the batch begins, or when the batch is dropped. */
  async #deliver(payload: EachBatchPayload): Promise<void> {
    const { partition } = payload.batch;
    const context = this.#contextOf(payload);
    const batch = this.#read(payload, context.signal);
    if (batch === null || !this.#isWanted(partition, context)) return;
    this.#told('onFetched', () => this.#options.onFetched?.(batch));

    const begun = Promise.withResolvers<void>();
    const work = this.#work.run(partition, async () => {
      if (this.#isWanted(partition, context)) {
        // The next fetch goes on behind it, and behind control records.
        if (batch.nextOffset > batch.fetchOffset) {
          this.#whileJoined(() => payload.resolveOffset(String(batch.nextOffset - 1)));
        }
        begun.resolve();
        await this.#handle(batch, context);
      }
    });
    await Promise.race([begun.promise, work]);
    // What arrives meanwhile comes as one batch: small ones cost as much as larger ones.
    const rest = this.#fetchedAt + this.#running.restMs - performance.now();
    if (batch.nextOffset >= batch.highWatermark && rest > 0) {
      await sleep(rest, context.signal).catch(() => {});
    }
  }

  #contextOf(payload: EachBatchPayload): BatchContext {
    const { partition } = payload.batch;
    const assignment = this.#assignment;
    const signal = AbortSignal.any([this.#stopping, assignment.ended.signal]);
    const seeks = this.#seeksOf(partition);
    // kafkajs forgets that a partition was sought when it fetches the next time, which may be while this batch is worked on.
    const isSought = () => payload.isStale() || seeks !== this.#seeksOf(partition);
    return {
      signal,
      isStale: () => assignment.isLost || signal.aborted || isSought() || !payload.isRunning(),
      heartbeat: async () => {
        await payload.heartbeat().catch((error: unknown) => {
          // The partitions are no longer this consumer's.
          assignment.isLost ||= failureKind(error) === 'conflict';
          this.#logger.debug({ err: error, partition }, 'a heartbeat failed');
        });
      },
    };
  }

  #read({ batch }: EachBatchPayload, signal: AbortSignal): LogBatch | null {
    try {
      return toLogBatch(batch as unknown as FetchedBatch);
    } catch (error) {
      this.#failed(error, batch.partition, null, signal);
      return null;
    }
  }

  #isWanted(partition: number, { isStale }: BatchContext): boolean {
    return !isStale() && !this.pauses.has(partition);
  }

  async #handle(batch: LogBatch, context: BatchContext): Promise<void> {
    const { partition, fetchOffset } = batch;
    try {
      await this.#options.onBatch(batch, context);
      if (batch.undecodable === null || batch.nextOffset > fetchOffset) this.#failures.delete(partition);
      // What is fetched again is the same.
      else this.#holdBack(partition, context.signal);
    } catch (error) {
      if (context.signal.aborted) this.#logger.debug({ err: error, partition }, 'a batch was broken off');
      else this.#failed(error, partition, fetchOffset, context.signal);
    }
  }

  #failed(error: unknown, partition: number, offset: number | null, signal: AbortSignal): void {
    const decision = this.#told('onError', () => this.#options.onError?.(error, partition)) ?? 'retry';
    if (offset !== null) this.seek(partition, offset);
    if (decision === 'halt') {
      this.#logger.error({ err: error, partition }, 'a partition halts');
      this.pauses.add('user', [partition]);
      return;
    }
    const attempt = this.#holdBack(partition, signal);
    this.#logger.warn({ err: error, partition, attempt }, 'a batch failed and will be tried again');
  }

  /** Fetches nothing of the partition for a while that grows with how often that was necessary before, which it returns. */
  #holdBack(partition: number, signal: AbortSignal): number {
    const attempt = this.#failures.get(partition) ?? 0;
    this.#failures.set(partition, attempt + 1);
    this.pauses.add('failure', [partition]);
    sleep(backoff({ attempt, ...RETRY }), signal).then(
      () => this.pauses.remove('failure', [partition]),
      () => {},
    );
    return attempt;
  }
}
