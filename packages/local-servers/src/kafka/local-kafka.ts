/** A running Kafka that was started here. */
export interface LocalKafka {
  /** `127.0.0.1:port`, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the broker has ended by itself or by us, with how: `exit code 143`. */
  readonly ended: Promise<string>;
  /** Ends the broker in order and resolves when it is gone. Again and again is fine. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}
