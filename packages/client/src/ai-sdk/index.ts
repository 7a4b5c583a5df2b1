export { type AiTelemetryOptions, aiTelemetry } from './ai-telemetry.ts';
export type { AiCall, AiCallEnd, AiMeters } from './call.ts';
