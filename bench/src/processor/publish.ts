import { createKafkaClient, type OutgoingRecord } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';

const BATCH = 2000;

export interface Topic {
  readonly brokers: string;
  readonly name: string;
  readonly partitions: number;
}

/** Makes the topic where it is missing and fills it. @returns how many records were published */
export async function publish(topic: Topic, records: Iterable<OutgoingRecord>): Promise<number> {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [topic.brokers], clientId: 'bench', logger });
  const config = { 'message.timestamp.type': 'LogAppendTime' };
  await kafka.admin().ensureTopics([{ name: topic.name, partitions: topic.partitions, config }]);
  const producer = kafka.producer();
  let batch: OutgoingRecord[] = [];
  let count = 0;
  const flush = async () => {
    await producer.send(topic.name, batch);
    count += batch.length;
    batch = [];
  };
  for (const record of records) {
    batch.push(record);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await kafka.close();
  return count;
}
