/** A running worker of Kafka Connect that was started here. */
export interface ConnectWorker {
  readonly pid: number;
  /** Resolves when the worker has ended by itself or by us, with how: `exit code 143`. */
  readonly ended: Promise<string>;
  /**
   * @param config the connector's, without its name
   * @throws when the worker refuses it
   */
  create(name: string, config: Readonly<Record<string, string>>): Promise<void>;
  /** Why the connector, or a task of it, has failed; null while none has. */
  failure(name: string): Promise<string | null>;
  remove(name: string): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

export interface ConnectOptions {
  /** Folder for its log and what it has to remember. Made when it does not exist. */
  dataDir: string;
  /** `host:port` of the Kafka that connectors read from. */
  brokers: string;
  onProgress?: (text: string) => void;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}
