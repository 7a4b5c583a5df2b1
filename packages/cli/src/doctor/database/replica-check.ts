import { areHeld, createPool, type DatabaseAddress, readHeads } from '@taskfold/database';
import { clusterOf } from '@taskfold/database/operators';
import { CannotTell, type Check, type Examined, fail, warn, when } from '../check.ts';
import { configOf, type Settings } from '../settings.ts';
import type { Database } from './open-database.ts';

const BEHIND = `SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
  ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0) END::float8 AS seconds`;

const WARN_SECONDS = 1;

/** Whether the standby that reads go to follows this very primary, and keeps up with it. */
export function replicaCheck(settings: Settings, database: () => Database): Check {
  return {
    id: 'database.replica',
    title: 'Standby for reads',
    page: 'docs/operations/README.md#reads-from-a-standby',
    needs: ['database.connection', 'configuration.names'],
    async examine() {
      const { DATABASE_REPLICA_URL: url } = configOf(settings.database);
      if (url === undefined)
        throw new CannotTell('waits for DATABASE_REPLICA_URL: there is none to read from');
      const address: DatabaseAddress = { url, variable: 'DATABASE_REPLICA_URL' };
      const { max: _, url: __, variable: ___, pooler: ____, ...options } = await database().options();
      const replica = createPool({ ...options, ...address, max: 1 });
      try {
        return await compare(await database().pool(), replica, settings);
      } finally {
        await replica.end();
      }
    },
  };
}

type Asked = Parameters<typeof clusterOf>[0];

const NOT_USED =
  'Name a hot standby of the server of DATABASE_URL; until then the primary answers all reads.';

async function compare(primary: Asked, replica: Asked, settings: Settings): Promise<Examined> {
  const { PROJECTION: projection, TOPIC_EVENTS: topic } = configOf(settings.names);
  const of = { projection, topic };
  const [own, wanted] = await Promise.all([clusterOf(primary), readHeads(primary, of)]);
  const found = await clusterOf(replica);
  const isOther = own.identity !== null && found.identity !== null && own.identity !== found.identity;
  if (isOther || !found.isStandby) {
    const what = isOther ? 'is of another cluster or database' : 'is no standby';
    return {
      summary: what,
      findings: [fail(`DATABASE_REPLICA_URL ${what}: nothing is read there.`, NOT_USED)],
    };
  }
  const { rows } = await replica.query<{ readonly seconds: number }>(BEHIND);
  const seconds = rows[0]?.seconds ?? 0;
  const holds = areHeld(await readHeads(replica, of), wanted);
  return {
    summary: holds ? 'has all that the primary has' : `${seconds.toFixed(1)} s behind`,
    values: { behind_seconds: seconds, holds },
    findings: when(!holds && seconds > WARN_SECONDS, () =>
      warn(
        `The standby is ${seconds.toFixed(1)} s behind: reads go to the primary instead.`,
        'Look at its network and disk, and for long queries there (hot_standby_feedback, max_standby_streaming_delay).',
      ),
    ),
  };
}
