import { createEvents } from '@taskfold/client/events';
import { toKafkaRecord } from '@taskfold/client/kafka';
import { Kafka, Partitioners } from 'kafkajs';

const { KAFKA_BROKERS = 'localhost:9092', TENANT = 'acme', TASK_ID = 'task_1' } = process.env;

const kafka = new Kafka({ clientId: 'gateway', brokers: KAFKA_BROKERS.split(',') });
// One send at a time, each acknowledged by all replicas, and none written twice by a retry.
const producer = kafka.producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  idempotent: true,
  maxInFlightRequests: 1,
});
const events = createEvents({ source: '/gateways/eu-1', tenant: TENANT });

await producer.connect();
try {
  // An id that is derived from what happened: the same again, from the same source, is a duplicate and changes nothing.
  const happened = [
    events.created(
      TASK_ID,
      { capability: 'image.generate', model: 'aurora-xl', input: { prompt: 'A lighthouse in the fog' } },
      { id: `${TASK_ID}-created` },
    ),
    events.charged(TASK_ID, { entry_id: 'charge_1', amount_credits: '40' }, { id: `${TASK_ID}-charged` }),
    events.succeeded(
      TASK_ID,
      { output: { url: 'https://cdn.example.com/8e.png' } },
      { id: `${TASK_ID}-end` },
    ),
  ];
  await producer.send({
    topic: 'task.events',
    acks: -1,
    // The key is the task: so its events lie in one partition, in the order in which they are sent.
    messages: happened.map((event) => toKafkaRecord(event)),
  });
} finally {
  await producer.disconnect();
}
