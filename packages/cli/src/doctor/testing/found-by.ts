import { examine } from '../examine.ts';
import type { ReportedCheck } from '../report.ts';
import type { ExaminedEnvironment } from '../settings.ts';

/** What doctor says of an environment, by check. */
export async function examined(
  env: ExaminedEnvironment,
  ...only: string[]
): Promise<Record<string, ReportedCheck>> {
  const { signal } = new AbortController();
  const { data } = await examine({ env, only, limitMs: 15_000, signal });
  return Object.fromEntries(data.map((check) => [check.id, check]));
}

/** The findings of one check, in one text: what was found, and what to do. */
export async function foundBy(id: string, env: ExaminedEnvironment): Promise<string> {
  const { [id]: check } = await examined(env, id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const findings = check.findings.map(({ severity, found, to_do: toDo }) => `${severity}: ${found} ${toDo}`);
  return check.status === 'skipped' ? `skipped: ${check.summary}` : findings.join('\n');
}
