import { abortable, type Logger } from '@taskfold/runtime';
import type { IHeaders, Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { type Compression, compressionId } from '../compression/compression.ts';
import { type Partitioner, partitionOf } from '../partitioner/partition-of.ts';
import type { LogPosition, LogProducer } from '../port.ts';
import type { OutgoingRecord } from '../record.ts';
import { METADATA_MAX_AGE_MS } from './metadata-max-age.ts';
import { toNumber } from './numbers.ts';

export interface LogProducerOptions {
  readonly partitioner: Partitioner;
  readonly compression: Compression;
  /** As `KafkaClientOptions` has it. */
  readonly partitionCountOf: (topic: string) => number | null;
}

/**
 * An idempotent producer on kafkajs, one send in flight. After a failed send the next one begins with a new producer:
 * kafkajs takes the sequence number of a failed send back although the broker may have taken its records, and the broker
 * would then drop the next ones as repeats of them, without an error.
 */
export function createLogProducer(
  kafka: Kafka,
  { partitioner, compression, partitionCountOf }: LogProducerOptions,
  logger: Logger,
): LogProducer {
  const placed = new WeakMap<Message, number>();
  let connected: Promise<Producer> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;

  async function connect(): Promise<Producer> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 5 },
      createPartitioner: () => (args) => {
        const { topic, message, partitionMetadata } = args;
        checkCount(topic, partitionMetadata.length, partitionCountOf(topic));
        const partition = message.partition ?? place(message.key, partitionMetadata.length, partitioner);
        placed.set(message, partition);
        return partition;
      },
    });
    await producer.connect();
    return producer;
  }

  async function disconnect(): Promise<void> {
    const producer = connected;
    connected = undefined;
    await producer
      ?.then((open) => open.disconnect())
      .catch((error: unknown) => {
        logger.debug({ err: error }, 'a producer was not disconnected');
      });
  }

  async function sendNow(topic: string, records: readonly OutgoingRecord[]): Promise<LogPosition[]> {
    try {
      connected ??= connect();
      const producer = await connected;
      const messages = records.map(toMessage);
      const answers = await producer.send({
        topic,
        messages,
        acks: -1,
        timeout: 10_000,
        compression: compressionId(compression),
      });
      return positions(messages, placed, answers);
    } catch (error) {
      await disconnect();
      throw error;
    }
  }

  return {
    send(topic, records, signal) {
      if (closed !== undefined) return Promise.reject(new Error('the producer is closed'));
      if (records.length === 0) return Promise.resolve([]);
      const sent = queue.then(() => {
        signal?.throwIfAborted();
        return sendNow(topic, records);
      });
      queue = sent.catch(() => {});
      return signal === undefined ? sent : abortable(sent, signal);
    },
    close() {
      closed ??= queue.then(disconnect);
      return closed;
    },
  };
}

/** @throws where the keys of the topic lie elsewhere than they are looked for */
function checkCount(topic: string, found: number, expected: number | null): void {
  if (expected === null || found === expected) return;
  throw new Error(
    `The topic ${topic} has ${found} partitions now, but had ${expected} when it was first folded: nothing is published to it any more, since it would not be looked for there.`,
  );
}

function toMessage({ key, value, headers, partition, timestampMs }: OutgoingRecord): Message {
  // A header may have no value, whatever the types of kafkajs say, which writes it once patched.
  const written = { ...headers } as IHeaders;
  return {
    key,
    value,
    headers: written,
    ...(partition === undefined ? {} : { partition }),
    ...(timestampMs === undefined ? {} : { timestamp: String(timestampMs) }),
  };
}

function place(key: Message['key'], count: number, partitioner: Partitioner): number {
  if (key === null || key === undefined) return Math.floor(Math.random() * count);
  return partitionOf(Buffer.from(key), count, partitioner);
}

/** The broker answers with the first offset of each partition; the records of a partition follow one another. */
function positions(
  messages: readonly Message[],
  placed: WeakMap<Message, number>,
  answers: readonly RecordMetadata[],
): LogPosition[] {
  const next = new Map(answers.map(({ partition, baseOffset }) => [partition, toNumber(baseOffset ?? '')]));
  return messages.map((message) => {
    const partition = placed.get(message);
    const offset = partition === undefined ? undefined : next.get(partition);
    if (partition === undefined || offset === undefined)
      throw new Error('the broker gave no offset for a record');
    next.set(partition, offset + 1);
    return { partition, offset };
  });
}
