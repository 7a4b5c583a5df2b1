export { describeMetrics } from './describe-metrics.ts';
export { recordingTracing } from './recording-tracing.ts';
