/** What a watch ended waiting for. */
type Woken = 'changed' | 'time_up' | 'closed';

/** Something that is waited for: begin the watch, then read, then wait. What happens after its beginning is never missed. */
export interface Watch {
  /**
   * Resolves with `changed` when something happened since the watch began or since the last `changed`, at once where it has
   * already; with `closed` when nothing will be told any more.
   *
   * @param timeLimitMs `time_up` after this long; without it there is no limit
   * @throws the signal's reason when it is aborted
   */
  next(signal: AbortSignal, timeLimitMs?: number): Promise<Woken>;
  end(): void;
}

/** Watches by topic. A topic is any text that whoever tells and whoever watches agree on. */
export interface Watches {
  begin(topics: readonly string[]): Watch;
  /** Wakes those who watch the topic. */
  tell(topic: string): void;
  tellAll(): void;
  /** Wakes everybody for the last time. */
  close(): void;
  readonly size: number;
}

class Waiting implements Watch {
  readonly topics: readonly string[];
  readonly #end: (watch: Waiting) => void;
  #changed = false;
  #closed = false;
  #wake: ((woken: Woken) => void) | undefined;

  constructor(topics: readonly string[], end: (watch: Waiting) => void) {
    this.topics = topics;
    this.#end = end;
  }

  tell(): void {
    this.#changed = true;
    this.#wake?.('changed');
  }

  close(): void {
    this.#closed = true;
    this.#wake?.('closed');
  }

  async next(signal: AbortSignal, timeLimitMs?: number): Promise<Woken> {
    signal.throwIfAborted();
    if (!this.#changed && !this.#closed) {
      const { promise, resolve, reject } = Promise.withResolvers<Woken>();
      const onAbort = () => reject(signal.reason);
      const timer = timeLimitMs === undefined ? undefined : setTimeout(resolve, timeLimitMs, 'time_up');
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = resolve;
      try {
        if ((await promise) === 'time_up') return 'time_up';
      } finally {
        this.#wake = undefined;
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      }
    }
    if (this.#closed) return 'closed';
    this.#changed = false;
    return 'changed';
  }

  end(): void {
    this.#end(this);
  }
}

export function createWatches(): Watches {
  const byTopic = new Map<string, Set<Waiting>>();
  let closed = false;
  let size = 0;

  function end(watch: Waiting): void {
    let found = false;
    for (const topic of watch.topics) {
      const watching = byTopic.get(topic);
      if (watching?.delete(watch)) found = true;
      if (watching?.size === 0) byTopic.delete(topic);
    }
    if (found) size -= 1;
  }

  function tell(topic: string): void {
    const watching = byTopic.get(topic);
    if (watching !== undefined) for (const watch of watching) watch.tell();
  }

  return {
    begin(topics) {
      const watch = new Waiting(topics, end);
      if (closed) {
        watch.close();
        return watch;
      }
      for (const topic of topics) {
        const watching = byTopic.get(topic);
        if (watching === undefined) byTopic.set(topic, new Set([watch]));
        else watching.add(watch);
      }
      size += 1;
      return watch;
    },
    tell,
    tellAll() {
      for (const topic of byTopic.keys()) tell(topic);
    },
    close() {
      closed = true;
      for (const watching of byTopic.values()) for (const watch of watching) watch.close();
    },
    get size() {
      return size;
    },
  };
}
