interface CheckResult {
  readonly ok: boolean;
  /** For operators: why, in a few words. Never a secret, it is shown on the admin port. */
  readonly reason: string;
  /** False where the whole does not depend on it. */
  readonly required?: false;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** What a process says about itself. Liveness and readiness are separate: not ready is no reason to be restarted. */
export interface Health {
  /** Sets a readiness check by name; the process is ready while all are ok and it is not stopping. */
  setReady(name: string, ok: boolean, reason?: string): void;
  /** The same for a check that is shown and does not decide whether the process is ready. */
  showReady(name: string, ok: boolean, reason: string): void;
  /** Adds a liveness check, asked anew each time. One that throws counts as failing. */
  setLive(name: string, check: () => CheckResult): void;
  /** From now on not ready, whatever the checks say. Cannot be undone. */
  beginStop(): void;
  readiness(): HealthReport;
  liveness(): HealthReport;
}

/** @param required the names of readiness checks that must be set before the process can be ready */
export function createHealth({ required = [] }: { readonly required?: readonly string[] } = {}): Health {
  const ready = new Map<string, CheckResult>(
    required.map((name) => [name, { ok: false, reason: 'starting' }]),
  );
  const live = new Map<string, () => CheckResult>();
  let stopping = false;

  return {
    setReady(name, ok, reason = ok ? 'ok' : 'not ready') {
      ready.set(name, { ok, reason });
    },
    showReady(name, ok, reason) {
      ready.set(name, { ok, reason, required: false });
    },
    setLive(name, check) {
      live.set(name, check);
    },
    beginStop() {
      stopping = true;
    },
    readiness() {
      const checks = new Map(ready);
      if (checks.size === 0) checks.set('process', { ok: false, reason: 'starting' });
      if (stopping) checks.set('process', { ok: false, reason: 'stopping' });
      return report(checks);
    },
    liveness() {
      return report(new Map([...live].map(([name, check]) => [name, ask(check)])));
    },
  };
}

function report(checks: ReadonlyMap<string, CheckResult>): HealthReport {
  return {
    ok: [...checks.values()].every(({ ok, required }) => ok || required === false),
    checks: Object.fromEntries(checks),
  };
}

function ask(check: () => CheckResult): CheckResult {
  try {
    return check();
  } catch {
    return { ok: false, reason: 'the check itself failed' };
  }
}
