type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  readonly kind: 'server' | 'consumer' | 'producer';
  /** W3C `traceparent` of whoever asked for the work; one that cannot be read is none. */
  readonly parent?: string | undefined;
  /** The `tracestate` that came with it. */
  readonly parentState?: string | undefined;
  readonly attributes: SpanAttributes;
}

export interface SpanEnd {
  /** Takes the place of the name that the span began with. */
  readonly name?: string;
  readonly attributes: SpanAttributes;
  /** Kind of error, from a bounded set; without it nothing failed. */
  readonly error?: string | undefined;
}

/** Work that is traced. */
export interface TraceSpan {
  readonly traceId: string;
  /** W3C; null where the span is not sampled, so that nobody would find it. */
  readonly traceparent: string | null;
  /** Names other traces that the work belongs to; what cannot be read is left out. */
  link(traceparents: Iterable<string>): void;
  /** Once. */
  end(end: SpanEnd): void;
}

/** What the services ask of OpenTelemetry. */
export interface Tracing {
  begin(name: string, start: SpanStart): TraceSpan;
  /** Sends what has ended, for some seconds at most. Never rejects. */
  stop(): Promise<void>;
}
