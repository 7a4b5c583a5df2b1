import { stringify } from 'yaml';
import type { Alarm, Course } from '../alarms/alarm.ts';
import { ALL_ALARMS } from '../alarms/all-alarms.ts';
import { runbookOf } from './rule-files.ts';

/** What `promtool test rules` reads: two courses of each alarm, of which one sets it off. @param rules path of the rules */
export function ruleTestsFile(rules: string): string {
  return stringify(
    {
      rule_files: [rules],
      evaluation_interval: '1m',
      tests: ALL_ALARMS.flatMap((alarm) => [
        testOf(alarm, alarm.fires, alarm.fires.alerts),
        testOf(alarm, alarm.silent, []),
      ]),
    },
    { lineWidth: 0 },
  );
}

function testOf(alarm: Alarm, { series, at }: Course, alerts: Alarm['fires']['alerts']) {
  return {
    name: `${alarm.name} ${alerts.length === 0 ? 'is silent' : 'fires'}`,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      {
        eval_time: at,
        alertname: alarm.name,
        exp_alerts: alerts.map(({ labels, summary }) => ({
          exp_labels: { ...labels, severity: alarm.severity },
          exp_annotations: { summary, runbook_url: runbookOf(alarm) },
        })),
      },
    ],
  };
}
