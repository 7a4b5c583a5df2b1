/** How to follow what changes. */
export interface FollowOptions {
  /** Ends it; what waits then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the API may be away before its error is thrown; five minutes by default. */
  readonly outageTimeout?: number | undefined;
  /** Told why when the API is away, or a stream has broken off: once, until it is back. Another attempt follows. */
  readonly onOutage?: ((error: unknown) => void) | undefined;
}

/** From which state on to follow a task. */
export interface WatchOptions extends FollowOptions {
  /** Only states from this revision on. */
  readonly minRevision?: number | undefined;
  /** Only states in which everything up to this position of the log is folded, as `events.publish` answers it: read what you wrote. */
  readonly minPosition?: string | undefined;
  /** Milliseconds that a task which does not exist is waited for: its first event may be on its way. 10 seconds by default. */
  readonly appearTimeout?: number | undefined;
  /** Whether to ask again and again instead of streaming. Without it, that is found out where streams do not pass. */
  readonly poll?: boolean | undefined;
  /** Milliseconds that a stream may bring nothing, where a heartbeat comes every 15 seconds; 35 seconds by default. */
  readonly silenceTimeout?: number | undefined;
}
