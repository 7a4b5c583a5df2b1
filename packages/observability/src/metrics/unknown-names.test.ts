import { expect, test } from 'vitest';
import { shownMetrics } from './shown-metrics.ts';
import { unknownNames } from './unknown-names.ts';

const shown = shownMetrics();

test.each([
  ['sum(taskfold_nothing_total)', ['no service shows taskfold_nothing_total']],
  ['taskfold_relay_leader_count', ['no service shows taskfold_relay_leader_count']],
  [
    'sum by (tenant) (taskfold_events_total{kind="x",disposition="conflict"})',
    ['taskfold_events_total has no label kind', 'nothing in the expression has a label tenant'],
  ],
  ['histogram_quantile(0.9, sum by (le, instance) (rate(taskfold_chunk_duration_seconds_bucket[5m])))', []],
])('%s', (expr, faults) => {
  expect(unknownNames(expr, shown)).toEqual(faults);
});
