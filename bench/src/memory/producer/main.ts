import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import { foldedRecords } from '../../processor/contestants.ts';
import { publish } from '../../processor/publish.ts';
import { workload } from '../../processor/workload.ts';

// Publishes new tasks as fast as they are folded, in a process of its own; the log keeps little more than is not yet folded.
const {
  DATABASE_URL = '',
  KAFKA_BROKERS = '',
  TOPIC_EVENTS = '',
  PARTITIONS,
  TASKS,
  MAX_AHEAD,
} = process.env;
const RETAINED_BYTES = 128 * 2 ** 20;
const SEGMENT_BYTES = 32 * 2 ** 20;

const pool = createPool({ url: DATABASE_URL, max: 1, applicationName: 'bench-producer' });
const topic = {
  brokers: KAFKA_BROKERS,
  name: TOPIC_EVENTS,
  partitions: Number(PARTITIONS),
  config: { 'retention.bytes': String(RETAINED_BYTES), 'segment.bytes': String(SEGMENT_BYTES) },
};
const options = { tasks: Number(TASKS), inFlight: 2000, taskIdOf: (index: number) => `t${index}` };
let folded = 0;
await publish(topic, workload(options), async (published) => {
  while (published - folded > Number(MAX_AHEAD)) {
    folded = await foldedRecords(pool);
    if (published - folded > Number(MAX_AHEAD)) await wait(50);
  }
});
await pool.end();
