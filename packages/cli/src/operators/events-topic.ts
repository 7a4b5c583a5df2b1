import type { EncodeSystemEvent, LogPosition, OutgoingRecord } from '@taskfold/kafka';
import { z } from 'zod';
import type { Context } from '../program/context.ts';
import { settingsOf, withKafka } from './connections.ts';

/** The log, as commands publish events of Taskfold itself to it. */
export interface EventsTopic {
  readonly name: string;
  /** Which projection the processors fold it into. */
  readonly projection: string;
  readonly encode: EncodeSystemEvent;
  /** Works with what publishes, which resolves when the log has the records, with where they lie. */
  publishing<Result>(
    work: (publish: (records: OutgoingRecord[]) => Promise<LogPosition[]>) => Promise<Result>,
  ): Promise<Result>;
}

/** @param name of the command. @throws CommandFailure where the environment or Kafka does not let it */
export async function eventsTopicOf(context: Context, name: string): Promise<EventsTopic> {
  const { checkKafkaVariables, KAFKA_VARIABLES, SIGNING_VARIABLES, systemEventEncoder } = await import(
    '@taskfold/kafka'
  );
  const { configSchema } = await import('@taskfold/processor/config');
  const { TOPIC_EVENTS, PARTITIONER, PROJECTION } = configSchema.shape;
  const schema = z
    .object({ ...KAFKA_VARIABLES, ...SIGNING_VARIABLES, TOPIC_EVENTS, PARTITIONER, PROJECTION })
    .check(checkKafkaVariables);
  const config = await settingsOf(context, schema);
  return {
    name: config.TOPIC_EVENTS,
    projection: config.PROJECTION,
    encode: systemEventEncoder(config.EVENT_SIGNING_KEYS),
    publishing: (work) =>
      withKafka(
        config,
        name,
        (kafka) => {
          const producer = kafka.producer();
          return work((records) => producer.send(config.TOPIC_EVENTS, records, context.signal));
        },
        { partitioner: config.PARTITIONER },
      ),
  };
}
