import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { Kafka, logLevel } from 'kafkajs';
import type { FirstEvent } from './columns.ts';

/** The consumer that one would write first: kafkajs's `eachMessage`, one call of Prisma for each event. */
export async function consume(
  handle: (prisma: Prisma, event: FirstEvent, partition: number) => Promise<unknown>,
): Promise<void> {
  const { DATABASE_URL = '', KAFKA_BROKERS = '', TOPIC_EVENTS = '', PARTITIONS_AT_ONCE = '1' } = process.env;
  const { KAFKA_GROUP_ID = `baseline-${process.pid}` } = process.env;
  const pool = createPool({ url: DATABASE_URL, applicationName: 'baseline', max: 10 });
  const prisma = createPrisma(pool);
  await prisma.$connect();
  const kafka = new Kafka({ brokers: [KAFKA_BROKERS], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: KAFKA_GROUP_ID });
  process.once('SIGTERM', async () => {
    await consumer.disconnect();
    await pool.end();
    process.exit(0);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [TOPIC_EVENTS], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: Number(PARTITIONS_AT_ONCE),
    eachMessage: async ({ message, partition }) => {
      await handle(prisma, JSON.parse(String(message.value)) as FirstEvent, partition);
    },
  });
}
