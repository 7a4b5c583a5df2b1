import { createPool, parseKeyRing } from '@taskfold/database';
import { createKafkaClient, encodeStructured } from '@taskfold/kafka';
import { createLogger, createRegistry } from '@taskfold/runtime';
import { createCallbackRole } from '../callback-role.ts';

// A dispatcher as a process of its own, to be killed. It calls receivers of this machine alone, with short times.

const { DATABASE_URL = '', KAFKA_BROKERS = '', TOPIC = '', KEYS = '' } = process.env;
const logger = createLogger({ service: 'dispatcher', level: 'error' });
const kafka = createKafkaClient({ brokers: KAFKA_BROKERS.split(','), clientId: 'dispatcher', logger });
const pool = createPool({
  url: DATABASE_URL,
  applicationName: 'dispatcher',
  role: 'taskfold_processor',
  byKeyOnly: true,
});
const role = createCallbackRole({
  pool,
  listenPool: pool,
  producer: kafka.producer(),
  topic: TOPIC,
  encode: encodeStructured,
  keyRing: parseKeyRing(KEYS),
  publicUrl: 'https://tasks.example',
  registry: createRegistry({ service: 'dispatcher' }),
  logger,
  settings: {
    rules: { loopback: true },
    schedule: Array.from({ length: 20 }, () => 50),
    timeoutMs: 1000,
    leaseMs: 1500,
    pollMs: 20,
    caps: { total: 32, perHost: 32, perTenant: 32 },
  },
});
role.start();
process.stdout.write('started\n');
