import { encodeBinary, encodeStructured, type LogProducer, type OutgoingEvent } from '@taskfold/kafka';
import type { AskApi } from '../api/api-client.ts';
import type { Findings } from '../findings.ts';

/** Publishes events in their order. @throws where they may not have arrived */
export type Publish = (events: readonly OutgoingEvent[], signal: AbortSignal) => Promise<void>;

/** With a producer that waits for all replicas that are in sync; both modes of CloudEvents by turns. */
export function publishByKafka(producer: LogProducer, topic: string): Publish {
  return async (events, signal) => {
    const records = events.map((event, index) =>
      index % 2 === 0 ? encodeStructured(event) : encodeBinary(event),
    );
    await producer.send(topic, records, signal);
  };
}

/** By `POST /v1/events`, as a batch. What the API refuses is a finding. */
export function publishByApi(ask: AskApi, findings: Findings): Publish {
  return async (events) => {
    const batch = events.map((event) => ({ specversion: '1.0', ...event }));
    const answer = await ask('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch),
    });
    if (answer === null) throw new Error('the API is away');
    if (answer.status !== 202) {
      findings.add('wrong', 'API', `POST /v1/events: status ${answer.status}: ${answer.text}`);
      throw new Error(`the API refused events with status ${answer.status}`);
    }
    const { data }: { readonly data: readonly { readonly position?: string | null }[] } = JSON.parse(
      answer.text,
    );
    if (data.length !== events.length || data.some(({ position }) => !position)) {
      throw new Error(`not all of the batch was taken: ${answer.text}`);
    }
  };
}
