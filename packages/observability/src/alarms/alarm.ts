/** What Prometheus asks, what it says to whom it wakes, and what that person does: one alarm. */
export interface Alarm {
  /** Also the heading of its section in docs/operations/alarms.md. */
  readonly name: `Taskfold${string}`;
  /**
   * `critical`: answers are wrong, late or missing now, and somebody gets up. `warning`: they will be, or tasks wait; in working hours.
   * `info`: worth a look.
   */
  readonly severity: 'critical' | 'warning' | 'info';
  /** PromQL over the metrics of /metrics. */
  readonly expr: string;
  /** For how long the expression must hold, as Prometheus writes durations. */
  readonly for: string;
  /** One sentence with Prometheus's templates, which a notification shows. */
  readonly summary: string;
  /** Markdown of its section: what has happened, and what that means for tasks, money and callers. */
  readonly meaning: string;
  /** Markdown: the command or query that shows the cause. */
  readonly look: string;
  /** Markdown: what mends it. */
  readonly mend: string;
  /** A course of series that sets it off, and what it says then. */
  readonly fires: Course & { readonly alerts: readonly ExpectedAlert[] };
  /** One that comes close and does not. */
  readonly silent: Course;
}

/** Series with a value a minute, as `promtool test rules` writes them, and when the alarm is looked at. */
export interface Course {
  readonly series: Readonly<Record<string, string>>;
  /** Of the time since the first value: `5m`. */
  readonly at: string;
}

interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
}
