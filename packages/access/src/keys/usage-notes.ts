import type { Queryable } from '@taskfold/database';
import type { Logger } from '@taskfold/runtime';

export interface UsageNotes {
  /** Returns at once. */
  note(keyId: string): void;
  /** Writes what is not written yet; to be called before the pool ends. Never rejects. */
  stop(): Promise<void>;
}

export interface UsageNotesOptions {
  readonly pool: Queryable;
  readonly logger?: Pick<Logger, 'warn'>;
  /** Milliseconds that keys are gathered for; 5,000 by default. */
  readonly delayMs?: number;
}

// SQL: Prisma cannot say that locked rows are left to whoever has them.
/** Rows that another instance is writing at the moment are left to it; so are those that it wrote within the minute. */
const WRITE = `
  UPDATE api_keys SET last_used_at = now() WHERE key_id IN (
    SELECT key_id FROM api_keys
    WHERE key_id = ANY($1) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
    ORDER BY key_id FOR UPDATE SKIP LOCKED)`;

/** Writes down which keys were used, many in one statement, each about once a minute. What cannot be written is forgotten. */
export function createUsageNotes({ pool, logger, delayMs = 5000 }: UsageNotesOptions): UsageNotes {
  const keys = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    timer = undefined;
    const batch = [...keys];
    keys.clear();
    if (batch.length === 0) return;
    try {
      await pool.query(WRITE, [batch]);
    } catch (error) {
      logger?.warn({ err: error, keys: batch.length }, 'could not note when API keys were used');
    }
  }

  return {
    note(keyId) {
      keys.add(keyId);
      timer ??= setTimeout(() => {
        writing = writing.then(write);
      }, delayMs).unref();
    },
    async stop() {
      clearTimeout(timer);
      writing = writing.then(write);
      await writing;
    },
  };
}
