import type { LocalKafka } from './local-kafka.ts';

/** One node of a cluster that was started here. `ended` and `pid` are of the process that ran last. */
export interface LocalKafkaNode extends LocalKafka {
  /** As Kafka numbers it, from 1. */
  readonly id: number;
  /** SIGSTOP: it does nothing until it is thawed, and its connections stay. */
  freeze(): void;
  thaw(): void;
  /**
   * Starts it again, on its ports and with its data, and resolves when it serves clients.
   *
   * @throws when it runs, or does not start
   */
  start(): Promise<void>;
}

/** A running cluster of three that was started here. */
export interface LocalKafkaCluster {
  /** All of them, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  readonly nodes: readonly LocalKafkaNode[];
  /** Ends all in order and resolves when they are gone. */
  stop(): Promise<void>;
  /** SIGKILL to all; resolves when they are gone. */
  kill(): Promise<void>;
}
