import type { Pool } from '@taskfold/database';
import { type Check, type Examined, fail, warn, when } from '../check.ts';
import type { Database } from '../database/open-database.ts';
import type { ExaminedKafka } from '../kafka/open-kafka.ts';
import { configOf, type Settings } from '../settings.ts';

interface Stored {
  readonly partition_count: number;
  readonly partitioner: string | null;
  readonly rows: number;
}

const STORED = `SELECT partition_count, partitioner, count(*)::int AS rows FROM checkpoints
  WHERE projection = $1 AND topic = $2 GROUP BY 1, 2 ORDER BY 3 DESC`;

/** What was written down when the topic was first folded. */
async function readStored(pool: Pool, settings: Settings): Promise<readonly Stored[]> {
  const { PROJECTION, TOPIC_EVENTS } = configOf(settings.names);
  return (await pool.query<Stored>(STORED, [PROJECTION, TOPIC_EVENTS])).rows;
}

const PAGE = 'docs/operations/README.md#halts';

/** Whether keys lie where they did when the topic was first folded. */
export function partitionsChecks(
  settings: Settings,
  database: () => Database,
  cluster: () => ExaminedKafka,
): Check[] {
  return [
    {
      id: 'projection.partitioner',
      title: 'Partitioner',
      page: PAGE,
      needs: ['database.connection', 'configuration.names'],
      async examine(): Promise<Examined> {
        const { PARTITIONER: wanted, PROJECTION, TOPIC_EVENTS } = configOf(settings.names);
        const stored = (await readStored(await database().pool(), settings)).map(
          ({ partitioner }) => partitioner,
        );
        const other = stored.find((partitioner) => partitioner !== null && partitioner !== wanted);
        return {
          summary: other ?? stored[0] ?? wanted,
          values: { stored, wanted },
          findings: [
            ...when(other !== undefined, () =>
              fail(
                `${TOPIC_EVENTS} was folded with the partitioner ${other}, and PARTITIONER is ${wanted} here: a processor does not start with it, and producers would give keys to other partitions.`,
                `Set PARTITIONER=${other}, for services and producers alike.`,
              ),
            ),
            ...when(stored.length === 0, () =>
              warn(
                `Nothing of ${TOPIC_EVENTS} was ever folded into the projection ${PROJECTION}.`,
                'Start a processor; where one folds already, correct TOPIC_EVENTS and PROJECTION to what it has.',
              ),
            ),
          ],
        };
      },
    },
    {
      id: 'projection.partitions',
      title: 'Number of partitions',
      page: PAGE,
      needs: ['database.connection', 'kafka.connection', 'configuration.names'],
      async examine() {
        const { TOPIC_EVENTS: topic } = configOf(settings.names);
        await cluster().requireTopic(topic);
        const [stored, found] = await Promise.all([
          readStored(await database().pool(), settings),
          cluster().admin.partitionCount(topic),
        ]);
        const other = stored.find(({ partition_count: count }) => count !== found);
        const rows = stored.reduce((sum, row) => sum + row.rows, 0);
        return {
          summary: `${found}, as when it was first folded`,
          values: { stored: stored[0]?.partition_count ?? null, found, checkpoints: rows },
          findings: [
            ...when(other !== undefined, () =>
              fail(
                `${topic} has ${found} partitions, and had ${other?.partition_count} when it was first folded: keys lie elsewhere now, and no partition is folded further.`,
                'Kafka takes no partitions back: publish the events in their order to a new topic, and set TOPIC_EVENTS and PROJECTION to new names.',
              ),
            ),
            ...when(other === undefined && stored.length > 0 && rows < found, () =>
              fail(
                `${found - rows} of ${found} checkpoints are missing.`,
                'Restart a processor: rows are made at its start.',
              ),
            ),
          ],
        };
      },
    },
  ];
}
