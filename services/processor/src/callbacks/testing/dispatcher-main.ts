import { parseKeyRing } from '@taskfold/access';
import { createPool, DATABASE_VARIABLES, directAddress, pooledAddress } from '@taskfold/database';
import { createKafkaClient, encodeStructured, KAFKA_VARIABLES, kafkaConnection } from '@taskfold/kafka';
import { createLogger, createRegistry, loadConfig } from '@taskfold/runtime';
import { z } from 'zod';
import { createCallbackRole } from '../callback-role.ts';

// A dispatcher as a process of its own, to be killed. It calls receivers of this machine alone, with short times.

const { TOPIC = '', KEYS = '' } = process.env;
const config = loadConfig(z.object({ ...DATABASE_VARIABLES, ...KAFKA_VARIABLES }), process.env);
const logger = createLogger({ service: 'dispatcher', level: 'error' });
const kafka = createKafkaClient({ ...kafkaConnection(config, 'dispatcher'), logger });
const pool = createPool({
  ...pooledAddress(config),
  applicationName: 'dispatcher',
  role: 'taskfold_processor',
  byKeyOnly: true,
});
const role = createCallbackRole({
  pool,
  listenPool: createPool({
    ...directAddress(config),
    applicationName: 'dispatcher',
    role: 'taskfold_processor',
  }),
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
