import { Kafka, Partitioners } from 'kafkajs';

const { KAFKA_BROKERS = 'localhost:9092', TENANT = 'acme', TASK_ID = 'task_1' } = process.env;

const kafka = new Kafka({ clientId: 'gateway', brokers: KAFKA_BROKERS.split(',') });
// One send at a time, each acknowledged by all replicas, and none written twice by a retry.
const producer = kafka.producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  idempotent: true,
  maxInFlightRequests: 1,
});

/** Publishes what happened to a task. The same `id` again, from the same `source`, is a duplicate and changes nothing. */
async function publish(type: string, id: string, data: object): Promise<void> {
  const event = {
    specversion: '1.0',
    id,
    source: '/gateways/eu-1',
    type,
    time: new Date().toISOString(),
    subject: TASK_ID,
    tenantid: TENANT,
    data,
  };
  await producer.send({
    topic: 'task.events',
    acks: -1,
    // The key is the task: so its events lie in one partition, in the order in which they were sent.
    messages: [{ key: TASK_ID, value: JSON.stringify(event) }],
  });
}

await producer.connect();
try {
  await publish('task.created', `${TASK_ID}-created`, {
    capability: 'image.generate',
    model: 'aurora-xl',
    input: { prompt: 'A lighthouse in the fog' },
  });
  await publish('task.charged', `${TASK_ID}-charged`, { entry_id: 'charge_1', amount_credits: '40' });
  await publish('task.succeeded', `${TASK_ID}-end`, {
    output: { url: 'https://cdn.example.com/8e.png' },
  });
} finally {
  await producer.disconnect();
}
