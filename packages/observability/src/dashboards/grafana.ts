import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { withMatcher } from '../promql/parse.ts';
import { type Dashboard, type Panel, withRange } from './dashboard.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana
const SOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Stands for a time that Grafana chooses, while the expression is read. */
const RANGE = '59s';
/** Of 24 columns. */
const WIDTH = { now: 4, series: 12 } as const;
const HEIGHT = { now: 4, series: 8 } as const;

/** The dashboard as Grafana reads it: of any Prometheus, and of the namespaces that the reader chooses. */
export function grafanaDashboard({ name, title, rows }: Dashboard): object {
  const builder = new DashboardBuilder(title)
    .uid(`taskfold-${name}`)
    .tags(['taskfold'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser')
    .link(
      new DashboardLinkBuilder('Taskfold')
        .type(DashboardLinkType.Dashboards)
        .tags(['taskfold'])
        .asDropdown(true),
    )
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('namespace')
        .label('Namespace')
        .datasource(SOURCE)
        .query('label_values(taskfold_build_info, namespace)')
        .includeAll(true)
        // Also where nothing has a namespace, as beside the compose file.
        .allValue('.*')
        .multi(true)
        .current({ selected: true, text: 'All', value: '$__all' }),
    );
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelOf(panel));
  }
  return builder.build();
}

function panelOf({ title, what, queries, unit, shape }: Panel) {
  const size = shape ?? 'series';
  const builder = shape === 'now' ? new StatBuilder() : new TimeSeriesBuilder();
  builder.title(title).description(what).datasource(SOURCE).span(WIDTH[size]).height(HEIGHT[size]);
  if (unit !== undefined) builder.unit(unit);
  for (const { expr, legend } of queries) {
    const query = new DataqueryBuilder().expr(shownQuery(expr)).legendFormat(legend);
    builder.withTarget(shape === 'now' ? query.instant() : query.range());
  }
  return builder;
}

/** Over a time that suits the zoom, of the chosen namespaces alone. */
function shownQuery(expr: string): string {
  return withMatcher(withRange(expr, RANGE), 'namespace=~"$namespace"').replaceAll(RANGE, '$__rate_interval');
}
