import { decodeUpdate, latest } from '@taskfold/client/updates';
import { Kafka } from 'kafkajs';

const { KAFKA_BROKERS = 'localhost:9092', GROUP = 'shop' } = process.env;

const kafka = new Kafka({ clientId: 'shop', brokers: KAFKA_BROKERS.split(',') });
const consumer = kafka.consumer({ groupId: GROUP });
/** The newest state of each task: a table with a column for its revision, in earnest. */
const tasks = latest();

await consumer.connect();
await consumer.subscribe({ topic: 'task.updates', fromBeginning: true });
await consumer.run({
  async eachMessage({ message }) {
    const update = decodeUpdate(message);
    // The last updates may come again, and an older one after a newer one: what is not above the one held is dropped.
    if (!tasks.apply(update) || update.removed) return;
    process.stdout.write(`${update.key} ${update.revision} ${update.task.status}\n`);
  },
});
process.once('SIGTERM', () => void consumer.disconnect());
