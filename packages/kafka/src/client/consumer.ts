import { type Logger, sleep } from '@taskfold/runtime';
import type { Kafka } from 'kafkajs';
import type { ConsumerOptions, LogConsumer } from '../port.ts';
import { DEFAULT_HEARTBEAT_INTERVAL_MS, DEFAULT_SESSION_TIMEOUT_MS } from './group-variables.ts';
import { METADATA_MAX_AGE_MS } from './metadata-max-age.ts';
import { createOffsetCommits } from './offset-commits.ts';
import { RunningConsumer } from './running-consumer.ts';

const STOP_TIMEOUT_MS = 8000;
/**
 * The broker answers as soon as there is a record. This is what an idle consumer costs, and how long partitions that are
 * taken up again may wait for the fetch that is under way.
 */
const MAX_WAIT_MS = 500;
const DEFAULT_REST_MS = 10;

/**
 * A consumer on kafkajs. What kafkajs does by itself and this takes care of:
 *
 * - it fetches again only when its handlers have returned: they return as soon as the work on a batch begins, so that the
 *   next one is fetched meanwhile;
 * - it has no rebalance listener: partitions are paused while `onAssigned` runs, and batches of an earlier assignment
 *   that still run learn of it by their context;
 * - it crashes on what a handler throws: handlers' errors end here;
 * - it keeps batches of nothing but control records to itself: they are delivered as empty ones.
 */
export function createLogConsumer(kafka: Kafka, options: ConsumerOptions, logger: Logger): LogConsumer {
  const { groupId } = options;
  const {
    sessionTimeoutMs = DEFAULT_SESSION_TIMEOUT_MS,
    heartbeatIntervalMs = DEFAULT_HEARTBEAT_INTERVAL_MS,
  } = options;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatIntervalMs,
    rebalanceTimeout: 60_000,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 4 * 1024 * 1024,
    maxWaitTimeInMs: MAX_WAIT_MS,
    metadataMaxAge: METADATA_MAX_AGE_MS,
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
  let running: RunningConsumer | undefined;
  let stopped: Promise<void> | undefined;

  /** Others have the partitions while the batches in hand still end: what they hold the checkpoint of, those wait for. */
  async function leaveAndEnd(): Promise<true> {
    await Promise.all([consumer.stop(), running?.ended()]);
    await consumer.disconnect();
    return true;
  }

  async function stop(): Promise<void> {
    stopping.abort(new Error('the consumer stops'));
    const late = new AbortController();
    const finished = await Promise.race([
      leaveAndEnd(),
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
      const { concurrency = 1, restMs = DEFAULT_REST_MS } = options;
      running = new RunningConsumer(consumer, consume, { concurrency, restMs }, logger, stopping.signal);
      await consumer.connect();
      await consumer.subscribe({ topics: [consume.topic], fromBeginning: true });
      await running.start();
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
