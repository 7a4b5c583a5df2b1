import { FINDING_KINDS } from '../findings.ts';
import type { SoakResult } from '../soak-result.ts';
import { percentile } from './percentile.ts';

/** The result in a few lines, for a terminal. */
export function describeResult({ findings, counts, latencies }: SoakResult): string[] {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [
    '',
    ...FINDING_KINDS.map((kind) => `${kind.padEnd(10)} ${findings.count(kind)}`),
    ...findings.list().map(({ kind, where, what }) => `  ${kind}, ${where}: ${what}`),
    '',
    ...Object.entries(counts).map(([name, count]) => `${name.padEnd(40)} ${count.toLocaleString('en-US')}`),
    '',
    ...[...latencies].map(([name, list]) => {
      const times = list.map(({ ms }) => ms);
      if (times.length === 0) return `${name.padEnd(40)} nobody was told`;
      return `${name.padEnd(40)} median ${seconds(percentile(times, 0.5))}, p99 ${seconds(percentile(times, 0.99))}, longest ${seconds(percentile(times, 1))}`;
    }),
    '',
  ];
}
