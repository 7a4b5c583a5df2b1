export { writeOrCheck } from './generate/write-or-check.ts';
export { metricsOf, SERVICES, type ServiceName } from './metrics/shown-metrics.ts';
export { ROOT } from './root.ts';
export { checkMetrics, promtool } from './rules/promtool.ts';
