import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { parseTraceParent, TraceState } from '@opentelemetry/core';
import { type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { resourceOf } from './resource.ts';
import { samplerOf } from './sampler.ts';
import { shutdownInTime } from './shutdown-in-time.ts';
import type { SpanEnd, SpanStart, TraceSpan, Tracing } from './tracing.ts';

export interface OpenTelemetryOptions {
  /** Names the service where the environment does not. */
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly processor: SpanProcessor;
}

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, producer: SpanKind.PRODUCER } as const;

/**
 * Tracing by the SDK of OpenTelemetry. Nothing of it is registered globally: contexts are handed on by hand.
 *
 * @throws RangeError where the environment names a sampler that does not exist
 */
export function openTelemetry({ service, env, processor }: OpenTelemetryOptions): Tracing {
  const provider = new TracerProvider({
    sampler: samplerOf(env),
    resource: resourceOf(service, env),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('taskfold');

  return {
    begin(name, { kind, parent, parentState, attributes }) {
      const options = { kind: KINDS[kind], attributes };
      return wrap(tracer.startSpan(name, options, parentContext(parent, parentState)));
    },
    stop: () => shutdownInTime(provider),
  };
}

function parentContext(parent: SpanStart['parent'], state: SpanStart['parentState']) {
  const found = parent === undefined ? null : parseTraceParent(parent);
  if (found === null) return ROOT_CONTEXT;
  const traceState = state === undefined ? {} : { traceState: new TraceState(state) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...found, ...traceState, isRemote: true });
}

function wrap(span: Span): TraceSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return {
    traceId,
    traceparent: isSampled ? `00-${traceId}-${spanId}-01` : null,
    link(traceparents) {
      if (!isSampled) return;
      for (const traceparent of traceparents) {
        const context = parseTraceParent(traceparent);
        if (context !== null) span.addLink({ context: { ...context, isRemote: true } });
      }
    },
    end({ name, attributes, error }: SpanEnd) {
      if (name !== undefined) span.updateName(name);
      span.setAttributes(attributes);
      if (error !== undefined) {
        span.setAttribute('error.type', error);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}
