import { Kafka } from 'kafkajs';

const { KAFKA_BROKERS = 'localhost:9092', GROUP = 'shop' } = process.env;

interface TaskUpdated {
  readonly tenantid: string;
  readonly subject: string;
  readonly revision: number;
  readonly data: { readonly status: string };
}

const kafka = new Kafka({ clientId: 'shop', brokers: KAFKA_BROKERS.split(',') });
const consumer = kafka.consumer({ groupId: GROUP });
/** The revision that is held of each task: a column of a table, in earnest. */
const held = new Map<string, number>();

await consumer.connect();
await consumer.subscribe({ topic: 'task.updates', fromBeginning: true });
await consumer.run({
  async eachMessage({ message }) {
    const update: TaskUpdated = JSON.parse(String(message.value));
    const key = `${update.tenantid}/${update.subject}`;
    // The last updates may come again, and an older one after a newer one: what is not above the one held is dropped.
    if (update.revision <= (held.get(key) ?? 0)) return;
    held.set(key, update.revision);
    process.stdout.write(`${key} ${update.revision} ${update.data.status}\n`);
  },
});
process.once('SIGTERM', () => void consumer.disconnect());
