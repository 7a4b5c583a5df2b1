export interface ServerOptions {
  /** Folder of this one server: its data, its log, what it has to remember. Made when it does not exist. */
  dataDir: string;
  /** Preferred port on 127.0.0.1. When it is taken, or none is given: the port of the last run, else a free one. */
  port?: number;
  /** Told in a few words what goes on when it takes a while: `downloading Kafka 4.1.1`. */
  onProgress?: (text: string) => void;
  /** Ends a start that is under way; what has been started by then is stopped. */
  signal?: AbortSignal;
  /**
   * `true` (the default): what PostgreSQL has acknowledged survives a crash of the machine. `false`: it survives a crash
   * of the server alone, and tests are quicker. Kafka leaves it to the system when its log reaches the disk, either way.
   */
  durable?: boolean;
  /** When this process dies without having stopped the server, `dataDir` is removed with it. */
  temporary?: boolean;
}
