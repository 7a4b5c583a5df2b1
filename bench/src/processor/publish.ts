import { createKafkaClient, type OutgoingRecord } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';

const BATCH = 2000;

export interface Topic {
  readonly brokers: string;
  readonly name: string;
  readonly partitions: number;
  /** Beside the time stamps of the broker. */
  readonly config?: Readonly<Record<string, string>>;
}

/**
 * Makes the topic where it is missing and fills it.
 *
 * @param onPublished told how many there are after each batch; the next one waits for it
 * @returns how many records were published
 */
export async function publish(
  topic: Topic,
  records: Iterable<OutgoingRecord>,
  onPublished: (count: number) => Promise<void> = async () => {},
): Promise<number> {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [topic.brokers], clientId: 'bench', logger });
  const config = { 'message.timestamp.type': 'LogAppendTime', ...topic.config };
  await kafka.admin().ensureTopics([{ name: topic.name, partitions: topic.partitions, config }]);
  const producer = kafka.producer();
  let batch: OutgoingRecord[] = [];
  let count = 0;
  const flush = async () => {
    await producer.send(topic.name, batch);
    count += batch.length;
    batch = [];
    await onPublished(count);
  };
  for (const record of records) {
    batch.push(record);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await kafka.close();
  return count;
}
