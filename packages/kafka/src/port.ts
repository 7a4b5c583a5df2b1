import type { KafkaFault } from './diagnosis/fault.ts';
import type { LogRecord, OutgoingRecord } from './record.ts';

// What the rest of the system knows of a Kafka client. Offsets and timestamps are plain numbers, guarded to be safe
// integers. Another client library can take kafkajs's place behind these.

/** What one fetch brought of one partition. */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  /** In offset order. Empty where the log holds nothing but control records there. */
  readonly records: readonly LogRecord[];
  /**
   * The offset that was asked for. Other than the offset that the consumer of the batch stands at when the client had
   * to move by itself: kafkajs resets silently when the offset lies outside the log.
   */
  readonly fetchOffset: number;
  /** The offset to go on from: after the last record, control records included. */
  readonly nextOffset: number;
  /** The offset that the next record of the partition will get. */
  readonly highWatermark: number;
  /**
   * What follows the records of this batch cannot be decoded: from which offset on (that of the batch in the log, or where
   * fetching began inside of it), and what was seen, without anything of the data. The records before it are whole;
   * `nextOffset` is `offset` then, because what is asked for again would be the same.
   */
  readonly undecodable: Undecodable | null;
}

export interface Undecodable {
  readonly offset: number;
  /** A sentence for people. */
  readonly reason: string;
}

export interface BatchContext {
  /** Tells the group that this consumer lives: to be called every second or two. Never rejects. */
  heartbeat(): Promise<void>;
  /** Whether the rest of the batch must be left alone: the partition was sought, the group rebalances, or it stops. */
  isStale(): boolean;
  /** Aborted when the partitions are assigned anew or the consumer stops. */
  readonly signal: AbortSignal;
}

export interface ConsumeOptions {
  readonly topic: string;
  /**
   * Called with one batch of a partition at a time, and with several partitions at once as far as `concurrency` allows.
   * Meanwhile the next batch of the partition is fetched, from `nextOffset` on. It should not wait out a fault: the
   * partitions of a broker are fetched together, so it holds them all. When it throws, the partition is fetched again
   * from the beginning of the batch.
   */
  onBatch(batch: LogBatch, context: BatchContext): Promise<void>;
  /**
   * Told of a batch as soon as it was fetched, so that what does not depend on those before it can be made ready while it
   * waits for its turn. It may be dropped then, and never reach `onBatch`. Must not throw.
   */
  onFetched?(batch: LogBatch): void;
  /**
   * Called with the partitions that this consumer has from now on, after each rebalance. Nothing is delivered before it
   * has returned, so it can `seek`. When it throws it is called again, later and later.
   */
  onAssigned?(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /**
   * Told of what `onBatch` threw. `retry` (also without this function) goes on after a wait that grows up to five
   * seconds; `halt` leaves the partition paused until `resume`.
   */
  onError?(error: unknown, partition: number): 'retry' | 'halt';
  /**
   * Told that the consumer has ended for a reason that nobody knows, and begins anew after a wait that grows up to half a
   * minute; `onAssigned` follows when it has partitions again. Without this function that is a crash.
   */
  onTrouble?(error: Error): void;
  /**
   * Told that the consumer has ended for good, because the broker refused access or a setting. Lost brokers are not the end.
   */
  onCrash(error: Error): void;
}

export interface LogConsumer {
  /**
   * Connects, joins the group and consumes from then on.
   *
   * @throws when no broker can be reached, or the topic does not exist
   */
  run(options: ConsumeOptions): Promise<void>;
  /** The next fetch of the partition begins at this offset; what was fetched already is dropped. */
  seek(partition: number, offset: number): void;
  /** Holds over rebalances, too. */
  pause(partitions: readonly number[]): void;
  resume(partitions: readonly number[]): void;
  /** Notes in the group where to go on. A hint: it never rejects, failures are only logged. */
  commit(partition: number, nextOffset: number): Promise<void>;
  /**
   * Leaves the group at once, and lets the batches in hand end, which learn of it by their context. Repeated calls share a
   * promise.
   */
  stop(): Promise<void>;
}

export interface ConsumerOptions {
  readonly groupId: string;
  /** How many partitions are handled at the same time. */
  readonly concurrency?: number;
  /** The most that one fetch takes of a partition, in bytes (4 MiB by default); one larger record comes nevertheless. */
  readonly maxBytesPerPartition?: number;
  /**
   * How long fetching rests after it has brought the end of a partition, in milliseconds (10 by default): under a steady
   * load, what arrives meanwhile comes in fewer and larger batches.
   */
  readonly restMs?: number;
  /** How long the group waits for a sign of life before it gives the partitions to others; 6 s by default. */
  readonly sessionTimeoutMs?: number;
  /**
   * How often the group hears of this consumer, and this consumer of a rebalance, which waits for all of them; 300 ms
   * by default.
   */
  readonly heartbeatIntervalMs?: number;
}

/** A place in a topic. */
export interface LogPosition {
  readonly partition: number;
  readonly offset: number;
}

export interface LogProducer {
  /**
   * Publishes records in their order and returns the position of each once all in-sync replicas have it. Sends of a
   * producer follow one another.
   *
   * @throws when a broker cannot be reached or refuses; the records may have arrived nevertheless
   * @throws the signal's reason as soon as it is aborted; the records may still arrive
   */
  send(topic: string, records: readonly OutgoingRecord[], signal?: AbortSignal): Promise<LogPosition[]>;
  close(): Promise<void>;
}

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  /** The broker's default when absent. */
  readonly replicationFactor?: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicReport {
  readonly name: string;
  /** Whether it was made just now. */
  readonly created: boolean;
  /** Settings of a topic that existed before and are other than defined: `partitions` or a name of its configuration. */
  readonly differences: readonly TopicDifference[];
}

export interface TopicDifference {
  readonly setting: string;
  readonly expected: string;
  readonly found: string | null;
}

/** A topic as it is. */
export interface TopicDescription {
  /** In order. Brokers are told by their ids. */
  readonly partitions: readonly {
    readonly partition: number;
    /** Null while there is none: then nothing can be written or read. */
    readonly leader: number | null;
    readonly replicas: readonly number[];
    /** Those that have everything that the leader has. */
    readonly inSync: readonly number[];
  }[];
  /** By name, also those that are the broker's defaults. */
  readonly settings: ReadonlyMap<string, string>;
}

/** A group of consumers as it is. */
export interface GroupDescription {
  /** As Kafka names it: `Stable`, `PreparingRebalance`, `CompletingRebalance`, `Empty` or `Dead`. */
  readonly state: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly clientId: string;
    readonly host: string;
    /** By topic, what it was given; nothing while the group shares out anew. */
    readonly partitions: ReadonlyMap<string, readonly number[]>;
  }[];
}

export interface PartitionOffsets {
  readonly partition: number;
  /** The first offset that the log still holds. */
  readonly low: number;
  /** The offset that the next record will get, those of open transactions included. */
  readonly high: number;
}

export interface LogAdmin {
  /** Creates the topics that are missing, and changes none that exist. Safe when several processes do it at once. */
  ensureTopics(topics: readonly TopicDefinition[]): Promise<TopicReport[]>;
  /** Sets the whole configuration of a topic: what is left out becomes the broker's default. */
  configureTopic(topic: string, config: Readonly<Record<string, string>>): Promise<void>;
  /** @throws when the topic does not exist */
  partitionCount(topic: string): Promise<number>;
  /** In the order of the partitions, by metadata that are asked for anew. */
  offsets(topic: string): Promise<PartitionOffsets[]>;
  /**
   * Where reading ends, by partition: below the end of the log while a transaction is open, since nothing behind its first
   * record is handed out before it has ended.
   */
  stableOffsets(topic: string): Promise<ReadonlyMap<number, number>>;
  /** What a group of consumers notes as the next offset of each partition; those without a note are absent. */
  groupOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, number>>;
  close(): Promise<void>;
}

/** How a cluster is set up and who uses it, for people who look. It changes nothing. */
export interface ClusterView {
  brokerCount(): Promise<number>;
  /** @returns null where the topic does not exist */
  describeTopic(topic: string): Promise<TopicDescription | null>;
  describeGroup(groupId: string): Promise<GroupDescription>;
  /**
   * By partition, the first record whose time is not before a Unix time; where there is none, the end.
   *
   * @throws when the topic does not exist
   */
  offsetsSince(topic: string, milliseconds: number): Promise<ReadonlyMap<number, number>>;
  close(): Promise<void>;
}

interface WatchConnectionOptions {
  /** Told after each look; null where Kafka can be used. */
  readonly report: (fault: KafkaFault | null) => void;
  readonly signal: AbortSignal;
}

export interface KafkaClient {
  consumer(options: ConsumerOptions): LogConsumer;
  producer(): LogProducer;
  admin(): LogAdmin;
  clusterView(): ClusterView;
  /**
   * For commands, before they begin: Kafka is there and lets them in.
   *
   * @throws KafkaUnreachable within ten seconds
   */
  requireConnection(): Promise<void>;
  /**
   * For services: looks at the way to Kafka at once, whenever a connection ends, and now and then. The log has a fault once.
   *
   * @returns what resolves when the signal is aborted, and never rejects
   */
  watchConnection(options: WatchConnectionOptions): Promise<void>;
  /** Closes what was made and is still open, last first. */
  close(): Promise<void>;
}
