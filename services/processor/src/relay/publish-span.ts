import type { TraceSpan, Tracing } from '@taskfold/runtime';
import { producersOf } from '../tracing/producers.ts';

/** Begins the span of a send to the updates topic, linked to the chunks or producers behind what is sent. */
export function beginPublishSpan(
  tracing: Tracing,
  topic: string,
  updates: readonly { readonly traceparent?: string | null }[],
): TraceSpan {
  const span = tracing.begin('publish updates', {
    kind: 'producer',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'publish',
      'messaging.destination.name': topic,
      'messaging.batch.message_count': updates.length,
    },
  });
  span.link(producersOf(updates.flatMap(({ traceparent }) => traceparent ?? [])));
  return span;
}
