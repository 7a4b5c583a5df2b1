import { every, type Health, type Logger, type Registry, schemaMetrics } from '@taskfold/runtime';
import type { SchemaStanding } from './schema-standing.ts';

export interface SchemaWatchOptions {
  readonly look: () => Promise<SchemaStanding>;
  readonly registry: Registry;
  readonly health: Pick<Health, 'showReady'>;
  readonly logger: Pick<Logger, 'warn' | 'debug'>;
  /** Ends the process. */
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
}

/** The name of the readiness check, which does not decide: a version that lives with the database serves. */
const CHECK = 'schema';
const INTERVAL_MS = 15_000;

/**
 * Says, in the log, on readiness and in metrics, that the database is newer or older than this version, and ends the process where a
 * migration takes away what it uses. Never rejects.
 */
export async function watchSchema(options: SchemaWatchOptions): Promise<void> {
  const { look, registry, health, logger, fail, signal } = options;
  const note = schemaMetrics(registry);
  let said: string | null = null;
  const work = async () => {
    const standing = await look();
    note({ unknown: standing.unknown.length, missing: standing.missing.length });
    if (standing.fault !== null) {
      health.showReady(CHECK, false, standing.fault);
      return fail(new Error(standing.fault));
    }
    const sentence = sentenceOf(standing);
    health.showReady(CHECK, standing.missing.length === 0, sentence ?? 'of this version');
    if (sentence !== said && sentence !== null) logger.warn({ ...standing }, sentence);
    said = sentence;
  };
  await every(INTERVAL_MS, signal, work, (error) => {
    // That the database is away others say; a login that may not see its migrations can say nothing of them.
    logger.debug({ err: error }, 'the migrations of the database cannot be looked at');
  });
}

function sentenceOf({ unknown, missing }: SchemaStanding): string | null {
  if (missing.length > 0) {
    return `The database does not have ${missing.length} of the migrations of this version: run taskfold migrate.`;
  }
  if (unknown.length === 0) return null;
  return `The database is newer than this version by ${unknown.length} of its migrations, and this version can live with them.`;
}
