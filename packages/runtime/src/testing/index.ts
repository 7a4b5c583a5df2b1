export { recordingTracing } from './recording-tracing.ts';
