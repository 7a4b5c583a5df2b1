import type { CheckResult } from './run-checks.ts';

/** What doctor tells, as JSON has it. */
export interface DoctorReport {
  readonly object: 'list';
  /** The worst of all: `skipped` counts as well. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly counts: Readonly<Record<CheckResult['status'], number>>;
  readonly data: readonly ReportedCheck[];
}

export interface ReportedCheck {
  readonly object: 'check';
  readonly id: string;
  readonly title: string;
  readonly status: CheckResult['status'];
  readonly summary: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly findings: readonly { readonly severity: string; readonly found: string; readonly to_do: string }[];
  readonly page: string;
  readonly took_ms: number;
}

export function reportOf(results: readonly CheckResult[]): DoctorReport {
  const count = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  const counts = { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
  return {
    object: 'list',
    status: counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'ok',
    counts,
    data: results.map(({ findings, tookMs, ...result }) => ({
      object: 'check',
      ...result,
      findings: findings.map(({ severity, found, toDo }) => ({ severity, found, to_do: toDo })),
      took_ms: tookMs,
    })),
  };
}
