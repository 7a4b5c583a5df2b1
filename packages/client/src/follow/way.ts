/** What has gone wrong with streams may add up to this; then the API is asked instead, which is as fast. */
const MOST_FAULTS = 3;
/** A heartbeat comes every 15 seconds: whatever comes after this long shows that the way lets them pass. */
const PROVEN_MS = 20_000;
/** A stream that ends sooner was cut, if it was not the API that had no more to say. */
const SHORT_MS = 10_000;

/** What is known of the way to the API: whether it lets streams pass. */
export interface Way {
  /** Whether to ask next, and not to stream. */
  asks(): boolean;
  /** One question comes before the next stream. */
  askNext(): void;
  /** No stream any more. */
  close(): void;
  /** A stream is asked for. */
  streams(): {
    /** The API answered with one. */
    opened(): void;
    /** Something came over it. */
    brought(): void;
    /** It ended. @param silent because nothing came any more */
    ended(silent: boolean): void;
  };
}

export function createWay(): Way {
  let faults = 0;
  let asksNext = false;
  return {
    asks() {
      const asks = asksNext || faults >= MOST_FAULTS;
      asksNext = false;
      return asks;
    },
    askNext() {
      asksNext = true;
    },
    close() {
      faults = MOST_FAULTS;
    },
    streams() {
      let began: number | undefined;
      let isEmpty = true;
      return {
        opened() {
          began = performance.now();
        },
        brought() {
          isEmpty = false;
          if (began !== undefined && performance.now() - began > PROVEN_MS) faults = 0;
        },
        ended(silent) {
          // One that brought nothing at all, not even the state that comes at once, is held back; one that fell silent may be.
          asksNext ||= silent;
          if (began === undefined) {
            // Not even its head came: it is held back, or the API is away.
            if (silent) faults += 2;
            return;
          }
          if (silent) faults += isEmpty ? MOST_FAULTS : 2;
          else if (performance.now() - began < SHORT_MS) faults += 1;
        },
      };
    },
  };
}
