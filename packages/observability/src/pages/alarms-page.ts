import type { Alarm } from '../alarms/alarm.ts';
import { ALARM_GROUPS, ALL_ALARMS } from '../alarms/all-alarms.ts';

const HEAD = `# Alarms

Made of [packages/observability](../../packages/observability) by \`npm run generate\`, like the rules for Prometheus
([charts/taskfold/generated/rules.yaml](../../charts/taskfold/generated/rules.yaml)), so that both say the same. The chart installs them as a
\`PrometheusRule\`, of its own namespace alone; the compose file's profile \`observability\` has them, too. Each is tried by \`promtool\` in a
course of figures that sets it off and in one that comes close.

| severity   | means                                                               |
| ---------- | ------------------------------------------------------------------- |
| \`critical\` | answers are wrong, late or missing now: somebody gets up            |
| \`warning\`  | they will be, or tasks, money or callers wait: in working hours     |
| \`info\`     | worth a look                                                        |

A Prometheus that begins without its past takes what was counted before for new: alarms on what rises (dead letters, conflicts, …) may then
go off once. \`operator\` and \`$ADMIN\` below are those of [the operators' page](operator-api.md); \`$PROCESSOR_ADMIN\` is the admin port of a
processor, \`http://localhost:9091\`. What each metric is: [the metrics](../reference/metrics.md).
`;

/** docs/operations/alarms.md: a section for each alarm, under its name. */
export function alarmsPage(): string {
  const contents = ALL_ALARMS.map(
    (alarm) =>
      `| [${alarm.name}](#${alarm.name.toLowerCase()}) | ${alarm.severity} | ${shown(alarm.summary)} |`,
  );
  const groups = ALARM_GROUPS.map(
    ({ title, alarms }) => `\n## ${title}\n${alarms.map((alarm) => `\n${section(alarm)}`).join('')}`,
  );
  return `${HEAD}\n| alarm | severity | what it says |\n| --- | --- | --- |\n${contents.join('\n')}\n${groups.join('')}`;
}

function section({ name, severity, expr, for: lasting, meaning, look, mend }: Alarm): string {
  const when = lasting === '0m' ? 'at once' : `after ${lasting}`;
  return `### ${name}

${severity}, ${when}:

\`\`\`promql
${expr}
\`\`\`

${meaning}

- **To see why:** ${look}
- **What mends it:** ${mend}
`;
}

/** A summary as a reader of the page understands it: \`{{ $labels.partition }}\` is \`‹partition›\`. */
function shown(summary: string): string {
  return summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, '‹$1›').replace(/\{\{ \$value[^}]*\}\}/g, '‹value›');
}
