import { allChecks } from './all-checks.ts';
import type { Check } from './check.ts';
import { type Database, openExaminedDatabase } from './database/open-database.ts';
import { type ExaminedKafka, openKafka } from './kafka/open-kafka.ts';
import { type DoctorReport, reportOf } from './report.ts';
import { type RunOptions, runChecks } from './run-checks.ts';
import { configOf, type ExaminedEnvironment, readSettings } from './settings.ts';

export interface ExamineOptions extends RunOptions {
  readonly env: ExaminedEnvironment;
  /** Ids of checks or beginnings of them, up to a full stop; all where there are none. What they need is looked at as well. */
  readonly only: readonly string[];
}

/** @throws UnknownChecks */
export async function examine({ env, only, ...options }: ExamineOptions): Promise<DoctorReport> {
  const settings = readSettings(env);
  let database: Database | undefined;
  let cluster: ExaminedKafka | undefined;
  const checks = allChecks({
    env,
    settings,
    database: () => {
      database ??= openExaminedDatabase(configOf(settings.database));
      return database;
    },
    cluster: () => {
      cluster ??= openKafka(configOf(settings.kafka));
      return cluster;
    },
  });
  try {
    return reportOf(await runChecks(chosen(checks, only), options));
  } finally {
    await Promise.allSettled([database?.close(), cluster?.client.close()]);
  }
}

export class UnknownChecks extends Error {
  override readonly name = 'UnknownChecks';
}

/** Those that are asked for, and what they need. */
function chosen(checks: readonly Check[], only: readonly string[]): readonly Check[] {
  if (only.length === 0) return checks;
  const matches = (asked: string) => checks.filter(({ id }) => id === asked || id.startsWith(`${asked}.`));
  for (const asked of only) {
    if (matches(asked).length > 0) continue;
    throw new UnknownChecks(
      `There is no check ${asked}. There are: ${checks.map(({ id }) => id).join(', ')}.`,
    );
  }
  const wanted = new Set(only.flatMap(matches).map(({ id }) => id));
  // Those that are needed stand before those that need them.
  for (const { id, needs = [] } of checks.toReversed())
    if (wanted.has(id)) for (const need of needs) wanted.add(need);
  return checks.filter(({ id }) => wanted.has(id));
}
