import { instantFromMilliseconds } from '@taskfold/contract';
import {
  createCheckpoints,
  createMonthKeeper,
  createPool,
  createProjectionStore,
  type Pool,
  readCheckpoint,
} from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll } from 'vitest';
import { PARTITIONS } from './chunk-processor.ts';
import { describeStore, type ReachedStore } from './store-behaviour.ts';

// The contract keeps out whatever PostgreSQL is known to refuse, so the test brings a limit of its own.
const LIMIT = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.event_id LIKE 'refused%' THEN
      RAISE EXCEPTION 'unsupported Unicode escape' USING ERRCODE = '22P05';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER refuse BEFORE INSERT ON timeline FOR EACH ROW EXECUTE FUNCTION refuse()`;

const database = testDatabase();
/** Of the first, the second, … processor of every bench: each reaches the database by its own. */
const pools: Pool[] = [];
let superuser: Pool;
let benches = 0;

beforeAll(async () => {
  superuser = createPool({ url: database.url, applicationName: 'test', max: 2 });
  await createMonthKeeper(superuser).ensure([instantFromMilliseconds(Date.UTC(2026, 10, 24))]);
  await superuser.query(LIMIT);
});
afterAll(async () => {
  await Promise.all([superuser, ...pools].map((pool) => pool.end()));
});

function open(processor: number, topic: string): ReachedStore {
  const applicationName = `processor ${processor}`;
  const of = { projection: 'main', topic };
  pools[processor] ??= createPool({
    url: database.url,
    applicationName,
    role: 'taskfold_processor',
    byKeyOnly: true,
  });
  const pool = pools[processor];
  return {
    ...createProjectionStore({ pool, ...of }),
    readCheckpoint: (partition) => readCheckpoint(pool, { ...of, partition }),
    async cut() {
      await superuser.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
        [applicationName],
      );
    },
  };
}

describeStore(
  'the store in PostgreSQL',
  async () => {
    const topic = `events_${benches++}`;
    await createCheckpoints(superuser, {
      projection: 'main',
      topic,
      partitionCount: PARTITIONS,
      partitioner: 'murmur2',
    });
    let processors = 0;
    return {
      open: () => open(processors++, topic),
      tenantId: topic,
      refusedEventId: 'refused-1',
      transactionMs: 25,
    };
  },
  15,
);
