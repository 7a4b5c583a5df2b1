/**
 * Where a signal is sent, by the specification of the OTLP exporter: the variable of the signal is taken as it is, the
 * common one is a base. Null where it is not to be sent: the exporter reads the same, but has to be loaded for it.
 */
export function otlpEndpoint(
  signal: 'traces' | 'metrics',
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const name = signal.toUpperCase();
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env[`OTEL_${name}_EXPORTER`] === 'none') return null;
  const own = env[`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`];
  if (own) return own;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  return base ? `${base.replace(/\/$/, '')}/v1/${signal}` : null;
}
