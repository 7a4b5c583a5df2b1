import { sizeWithin } from '../events/event-size.ts';
import { InvalidEventError } from '../events/invalid-event.ts';
import type { ProducedType, TaskCloudEvent } from '../generated/events.ts';

/** What a Kafka client sends: kafkajs as it is, others after `Buffer.from` of the value. */
export interface KafkaRecord {
  /** The id of the task: it decides the partition. */
  readonly key: string;
  /** JSON. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface KafkaRecordOptions {
  /** `structured`: the whole event is the value; `binary`: the attributes are headers, the data is the value. */
  readonly mode?: 'structured' | 'binary';
}

/**
 * An event as a record of the topic `task.events`, by the Kafka binding of CloudEvents. Two things are the producer's: to wait for
 * all replicas (`acks: -1`), and to put keys where Java does:
 *
 * - kafkajs 2 does, with `Partitioners.DefaultPartitioner`, not `LegacyPartitioner`.
 * - `@platformatic/kafka` does with `partitioner: compatibilityPartitioner`.
 * - node-rdkafka and others on librdkafka do with `partitioner=murmur2_random`.
 *
 * @throws InvalidEventError for an event without a tenant, which Kafka has no other way to know, and for one beyond 1 MiB
 *
 * @example
 * ```ts
 * import { createEvents } from '@taskfold/client/events';
 * import { toKafkaRecord } from '@taskfold/client/kafka';
 *
 * const events = createEvents({ source: '/workers/image-7', tenant: 'acme' });
 * const record = toKafkaRecord(events.progressed('task_1', { percent: 42, stage: 'denoise' }), { mode: 'binary' });
 *
 * record.key; // 'task_1'
 * record.headers.ce_type; // 'task.progressed'
 * record.value; // '{"percent":42,"stage":"denoise"}'
 * ```
 */
export function toKafkaRecord(
  event: TaskCloudEvent<ProducedType>,
  { mode = 'structured' }: KafkaRecordOptions = {},
): KafkaRecord {
  if (event.tenantid === undefined) {
    throw new InvalidEventError(event.type, [
      { param: '/tenantid', message: 'is missing: give createEvents the tenant' },
    ]);
  }
  const record = mode === 'binary' ? binary(event) : structured(event);
  sizeWithin(record.value, event);
  return record;
}

function structured(event: TaskCloudEvent): KafkaRecord {
  return {
    key: event.subject,
    value: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

function binary({ data, datacontenttype, ...attributes }: TaskCloudEvent): KafkaRecord {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
  return {
    key: attributes.subject,
    value: JSON.stringify(data),
    headers: {
      'content-type': datacontenttype,
      ...Object.fromEntries(given.map(([name, value]) => [`ce_${name}`, String(value)])),
    },
  };
}
