import { ALL_DASHBOARDS } from '../dashboards/all-dashboards.ts';
import { grafanaDashboard } from '../dashboards/grafana.ts';
import { alarmsPage } from '../pages/alarms-page.ts';
import { metricsPage } from '../pages/metrics-page.ts';
import { rulesFile } from '../rules/rule-files.ts';

/** Stands for the namespace of the release, which the chart puts there. */
const NAMESPACE = 'namespace="RELEASE_NAMESPACE"';

/** Every file that is made here, by its path within the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['charts/taskfold/generated/rules.yaml', rulesFile()],
    ['charts/taskfold/generated/rules-of-namespace.yaml', rulesFile(NAMESPACE)],
    ...ALL_DASHBOARDS.map(
      (dashboard) =>
        [
          `charts/taskfold/generated/dashboards/${dashboard.name}.json`,
          `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n`,
        ] as const,
    ),
    ['docs/operations/alarms.md', alarmsPage()],
    ['docs/reference/metrics.md', metricsPage()],
  ]);
}
