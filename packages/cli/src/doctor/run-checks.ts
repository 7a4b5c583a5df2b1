import { abortable, messageOf } from '@taskfold/runtime';
import { CannotTell, type Check, type Examined, type Finding, fail } from './check.ts';

export interface CheckResult extends Pick<Check, 'id' | 'title' | 'page'> {
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped';
  readonly summary: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
}

export interface RunOptions {
  /** For each check, in milliseconds. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

const UNDEFINED_TABLE = /^(?:42P01|42703)$/;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Does all checks at once, each as soon as what it needs is known to be well. What one of them throws is a result of its own.
 *
 * @returns in the order of the checks
 * @throws the signal's reason, once it is aborted
 */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<CheckResult[]> {
  const results = new Map<string, Promise<CheckResult>>();
  for (const check of checks) {
    const needed = (check.needs ?? []).map((id) => {
      const result = results.get(id);
      if (result === undefined) throw new Error(`${check.id} needs ${id}, which does not come before it`);
      return result;
    });
    results.set(check.id, runCheck(check, needed, options));
  }
  return await Promise.all(results.values());
}

async function runCheck(
  check: Check,
  needed: readonly Promise<CheckResult>[],
  { limitMs, signal }: RunOptions,
): Promise<CheckResult> {
  const { id, title, page } = check;
  const missing = (await Promise.all(needed)).filter(
    ({ status }) => status === 'fail' || status === 'skipped',
  );
  if (missing.length > 0) {
    const summary = `waits for ${missing.map((result) => result.id).join(' and ')}`;
    return { id, title, page, status: 'skipped', summary, values: {}, findings: [], tookMs: 0 };
  }
  const began = performance.now();
  const late = AbortSignal.timeout(limitMs);
  const within = AbortSignal.any([signal, late]);
  const examined = await abortable((async () => check.examine(within))(), within).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof CannotTell) return error.message;
    return late.aborted ? tooLate(limitMs) : (explained(error) ?? unexplained(error));
  });
  const tookMs = Math.round(performance.now() - began);
  if (typeof examined === 'string') {
    return { id, title, page, status: 'skipped', summary: examined, values: {}, findings: [], tookMs };
  }
  const { summary, values = {}, findings = [] } = examined;
  return { id, title, page, status: statusOf(findings), summary, values, findings, tookMs };
}

function statusOf(findings: readonly Finding[]): 'ok' | 'warn' | 'fail' {
  if (findings.length === 0) return 'ok';
  return findings.some(({ severity }) => severity === 'fail') ? 'fail' : 'warn';
}

/** What the database refuses for reasons that other checks tell of. @returns what is waited for */
function explained(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNDEFINED_TABLE.test(code)) return `waits for database.migrations (${messageOf(error)})`;
  if (code === INSUFFICIENT_PRIVILEGE) return `waits for a login that may look (${messageOf(error)})`;
  return null;
}

function tooLate(limitMs: number): Examined {
  return {
    summary: 'no answer',
    findings: [
      fail(
        `There was no answer within ${limitMs / 1000} s.`,
        'Look whether the server is overloaded or the way to it loses packets, and run doctor again, with a longer --timeout.',
      ),
    ],
  };
}

function unexplained(error: unknown): Examined {
  return {
    summary: 'could not be looked at',
    findings: [
      fail(
        `It could not be looked at: ${messageOf(error)}.`,
        'Mend what the message names, and run doctor again.',
      ),
    ],
  };
}
