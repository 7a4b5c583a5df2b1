import { stringify } from 'yaml';
import type { Alarm } from '../alarms/alarm.ts';
import { ALARM_GROUPS } from '../alarms/all-alarms.ts';
import { withMatcher } from '../promql/parse.ts';

const NOTE = ' Made of packages/observability/src/alarms by `npm run generate`.\n';

/** Where its section is. The chart puts `alerts.runbookBaseUrl` before it. */
export function runbookOf({ name }: Alarm): string {
  return `docs/operations/alarms.md#${name.toLowerCase()}`;
}

/**
 * The rules as Prometheus reads them.
 *
 * @param matcher of the series that they ask for; without it all that Prometheus has
 */
export function rulesFile(matcher?: string): string {
  const groups = ALARM_GROUPS.map(({ name, alarms }) => ({
    name: `taskfold-${name}`,
    rules: alarms.map((alarm) => ({
      alert: alarm.name,
      expr: matcher === undefined ? alarm.expr : withMatcher(alarm.expr, matcher),
      for: alarm.for,
      labels: { severity: alarm.severity },
      annotations: { summary: alarm.summary, runbook_url: runbookOf(alarm) },
    })),
  }));
  return `#${NOTE}${stringify({ groups }, { lineWidth: 0 })}`;
}
