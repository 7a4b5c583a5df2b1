import { createKafkaClient, decodeRecord } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';

// What one would write first: a consumer that calls back when it sees the end of a task, and goes on when that is done. It
// keeps the URLs in memory, which is kinder than a database.

const { KAFKA_BROKERS = '', TOPIC_EVENTS = '', PARTITIONS = '6' } = process.env;
const TIMEOUT_MS = 15_000;
const logger = createLogger({ service: 'inline', level: 'warn' });
const kafka = createKafkaClient({ brokers: KAFKA_BROKERS.split(','), clientId: 'inline', logger });
const options = { partitionCount: Number(PARTITIONS), partitioner: 'murmur2' } as const;
const urls = new Map<string, string>();
const consumer = kafka.consumer({ groupId: `inline-${TOPIC_EVENTS}`, concurrency: 1 });

async function send(url: string, taskId: string): Promise<void> {
  const body = JSON.stringify({ type: 'task.succeeded', data: { task_id: taskId } });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = { 'webhook-id': taskId, 'content-type': 'application/json' };
    await (await fetch(url, { method: 'POST', headers, body, signal })).arrayBuffer();
  } catch (error) {
    logger.debug({ err: error }, 'not delivered');
  }
}

await consumer.run({
  topic: TOPIC_EVENTS,
  async onBatch({ partition, records, nextOffset }, { heartbeat }) {
    for (const record of records) {
      const decoded = decodeRecord(record, options);
      if (decoded.kind !== 'event') continue;
      const { event } = decoded;
      const callback = event.type === 'task.created' ? event.data.callback : undefined;
      if (callback !== undefined) urls.set(event.taskId, callback.url);
      const url = event.type === 'task.succeeded' ? urls.get(event.taskId) : undefined;
      if (url !== undefined) await send(url, event.taskId);
      await heartbeat();
    }
    await consumer.commit(partition, nextOffset);
  },
  onCrash(error) {
    throw error;
  },
});
