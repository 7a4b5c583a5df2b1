import { expect, test } from 'vitest';
import { shownMetrics } from '../metrics/shown-metrics.ts';
import { unknownNames } from '../metrics/unknown-names.ts';
import { ALL_DASHBOARDS } from './all-dashboards.ts';
import { withRange } from './dashboard.ts';
import { grafanaDashboard } from './grafana.ts';

const queries = ALL_DASHBOARDS.flatMap(({ title, rows }) =>
  rows.flatMap(({ panels }) =>
    panels.flatMap((panel) => panel.queries.map((query) => ({ title, panel, query }))),
  ),
);

test.each(queries.map(({ title, panel, query }) => [title, panel.title, query] as const))(
  '%s, %s: asks for what the services show, and names it by labels that are left',
  (_dashboard, _panel, { expr, legend }) => {
    const shown = shownMetrics();
    const asked = withRange(expr, '5m');
    expect(unknownNames(asked, shown)).toEqual([]);
    const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
    const grouping = /^\w+ by \(([^)]*)\)|sum by \(([^)]*)\)/.exec(asked);
    const left = (grouping?.[1] ?? grouping?.[2])?.split(', ') ?? ['service', 'instance', 'partition'];
    expect(labels.filter((label) => !left.includes(label))).toEqual([]);
  },
);

test('every query of Grafana is of the chosen namespaces, over a time that suits the zoom', () => {
  const texts = ALL_DASHBOARDS.map((dashboard) => JSON.stringify(grafanaDashboard(dashboard)));
  const asked = texts.flatMap((text) =>
    [...text.matchAll(/"expr":"((?:[^"\\]|\\.)*)"/g)].map(([, expr = '']) => expr),
  );
  expect(asked).toHaveLength(queries.length);
  expect(asked.filter((expr) => !expr.includes('namespace=~'))).toEqual([]);
  expect(texts.join()).not.toContain('$rate');
  expect(texts.join()).toContain('[$__rate_interval]');
});
