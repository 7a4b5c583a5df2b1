export { metricsOf, SERVICES, type ServiceName } from './metrics/shown-metrics.ts';
export { checkMetrics } from './rules/promtool.ts';
