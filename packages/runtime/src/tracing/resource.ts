import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';

/**
 * Whose telemetry it is: by `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`, else by the name that is given. The SDK's
 * detectors read the same, but of `process.env` alone.
 */
export function resourceOf(
  service: string,
  { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES }: Readonly<Record<string, string | undefined>>,
): Resource {
  const named = OTEL_SERVICE_NAME ? { 'service.name': OTEL_SERVICE_NAME } : {};
  const given = parseKeyPairsIntoRecord(OTEL_RESOURCE_ATTRIBUTES);
  const attributes = { 'service.name': service, ...given, ...named };
  return defaultResource().merge(resourceFromAttributes(attributes));
}
