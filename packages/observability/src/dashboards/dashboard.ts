/** A page of Grafana. */
export interface Dashboard {
  /** Of its file and its address. */
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  /** What one sees, and what should not be seen. */
  readonly what: string;
  readonly queries: readonly Query[];
  /** Of Grafana's units; a plain number unless given. */
  readonly unit?: 's' | 'bytes' | 'percentunit' | 'cps' | 'reqps';
  /** `now` shows the newest figures alone, large. */
  readonly shape?: 'now';
}

export interface Query {
  /** PromQL; `[$rate]` is a range that suits the zoom. */
  readonly expr: string;
  /** Of each series, with labels as `{{name}}`. */
  readonly legend: string;
  /** Whether a system that is well shows nothing here. */
  readonly isMostlyEmpty?: boolean;
}

/** Quantiles of a histogram, by labels of it. */
export function quantiles(histogram: string, by: readonly string[] = []): Query[] {
  const legend = by.map((label) => `{{${label}}} `).join('');
  return [0.5, 0.99].map((quantile) => ({
    expr: `histogram_quantile(${quantile}, sum by (${['le', ...by].join(', ')}) (rate(${histogram}_bucket[$rate])))`,
    legend: `${legend}p${quantile * 100}`,
  }));
}

/** How fast counters rise, by labels of them. */
export function rates(counter: string, by: readonly string[] = []): Query {
  const rate = `rate(${counter}[$rate])`;
  return by.length === 0
    ? { expr: `sum(${rate})`, legend: 'all' }
    : { expr: `sum by (${by.join(', ')}) (${rate})`, legend: by.map((label) => `{{${label}}}`).join(' ') };
}

/** The expression with a range in the place of `$rate`, as Prometheus writes durations. */
export function withRange(expr: string, range: string): string {
  return expr.replaceAll('$rate', range);
}
