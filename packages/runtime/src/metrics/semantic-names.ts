/** What OpenTelemetry calls something that Prometheus cannot call so. */
export interface SemanticName {
  readonly name: string;
  readonly unit: string;
  /** A number of things that are there, which adds up over processes. */
  readonly isSum?: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

const HTTP = {
  http_request_method: 'http.request.method',
  http_response_status_code: 'http.response.status_code',
  http_route: 'http.route',
  url_scheme: 'url.scheme',
  error_type: 'error.type',
};

/**
 * Metrics that OpenTelemetry's semantic conventions define, by the names that its rules for Prometheus make of theirs. All
 * others have one name everywhere.
 */
export const SEMANTIC_NAMES: Readonly<Record<string, SemanticName>> = {
  http_server_request_duration_seconds: { name: 'http.server.request.duration', unit: 's', attributes: HTTP },
  http_server_active_requests: {
    name: 'http.server.active_requests',
    unit: '{request}',
    isSum: true,
    attributes: HTTP,
  },
};
