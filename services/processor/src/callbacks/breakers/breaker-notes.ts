import { every, type Logger, sleep } from '@taskfold/runtime';
import type { Breakers, OpenBreaker } from './breakers.ts';

/** Where breakers are noted for operators to see. */
export interface BreakerNoteStore {
  /** Notes those that are open, and takes back those of hosts that answer again. */
  write(open: readonly OpenBreaker[], closed: readonly string[]): Promise<void>;
  /** Takes back all that this process noted. */
  clear(): Promise<void>;
}

export interface BreakerNotesOptions {
  readonly breakers: Pick<Breakers, 'notClosed'>;
  readonly store: BreakerNoteStore;
  /** Told of each time that nothing could be noted. */
  readonly onFailure: () => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
  /** Milliseconds that only rise. */
  readonly now?: () => number;
}

export interface BreakerNotes {
  /** Looks once at what has changed, and notes that. @throws what the store throws; the next look makes up for it */
  look(): Promise<void>;
  /** Looks until the signal is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Takes everything back once the signal of `run` is aborted; gives up after a second. Never rejects. */
  end(): Promise<void>;
}

const LOOK_MS = 1000;
/** Well before others take a note for that of a process that is gone. */
const RENEW_MS = 15_000;
/** Of hosts that are noted at a time, those that have been away longest. */
const MOST = 1000;
const END_MS = 1000;

interface Note {
  readonly of: OpenBreaker;
  readonly at: number;
}

/**
 * Notes which hosts this process leaves alone, beside making callbacks and never in their way: what cannot be noted is tried again a
 * second later. Where no breaker is open nothing is written.
 */
export function createBreakerNotes(options: BreakerNotesOptions): BreakerNotes {
  const { breakers, store, onFailure, logger, everyMs = LOOK_MS, now = () => performance.now() } = options;
  let noted = new Map<string, Note>();
  /** The first look takes away what processes left that are gone. */
  let isFirst = true;
  let isFailing = false;

  async function look(): Promise<void> {
    const open = breakers.notClosed().slice(0, MOST);
    const hosts = new Set(open.map(({ host }) => host));
    const closed = [...noted.keys()].filter((host) => !hosts.has(host));
    const due = open.filter((breaker) => isDue(noted.get(breaker.host), breaker, now()));
    if (!isFirst && due.length === 0 && closed.length === 0) return;
    await store.write(due, closed);
    isFirst = false;
    isFailing = false;
    noted = new Map([...noted].filter(([host]) => hosts.has(host)));
    for (const breaker of due) noted.set(breaker.host, { of: breaker, at: now() });
  }

  function failed(error: unknown): void {
    onFailure();
    if (!isFailing)
      logger.warn({ err: error }, 'hosts that do not answer cannot be noted yet; callbacks go on');
    isFailing = true;
  }

  let running = Promise.resolve();

  async function clear(): Promise<void> {
    await running;
    if (noted.size > 0 || isFailing) await store.clear().catch(failed);
  }

  return {
    look,
    run(signal) {
      running = every(everyMs, signal, look, failed);
      return running;
    },
    async end() {
      const cleared = new AbortController();
      const late = sleep(END_MS, cleared.signal).catch(() => {});
      await Promise.race([clear(), late]);
      cleared.abort();
    },
  };
}

/** A breaker changes with each failure, and in no other way. */
function isDue(note: Note | undefined, { failures, openedAt }: OpenBreaker, now: number): boolean {
  if (note === undefined || now - note.at >= RENEW_MS) return true;
  return note.of.failures !== failures || note.of.openedAt !== openedAt;
}
