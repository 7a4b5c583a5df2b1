export { ALL_DASHBOARDS } from './dashboards/all-dashboards.ts';
export { withRange } from './dashboards/dashboard.ts';
export { writeOrCheck } from './generate/write-or-check.ts';
export { metricsOf, SERVICES, type ServiceName } from './metrics/shown-metrics.ts';
export { type RunningPrometheus, startPrometheus } from './prometheus/start-prometheus.ts';
export { PROJECT_FOLDER } from './root.ts';
export { checkMetrics } from './rules/promtool.ts';
export { rulesFile } from './rules/rule-files.ts';
