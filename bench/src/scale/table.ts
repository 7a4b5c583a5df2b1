import { createPool } from '@taskfold/database';
import { encodeStructured } from '@taskfold/kafka';
import type { BenchServers } from '../environment/servers.ts';
import { startOurs, untilFolded, type Work } from '../processor/contestants.ts';
import { publish, type Topic } from '../processor/publish.ts';
import { walPosition } from '../processor/statistics.ts';
import { events, type WorkloadOptions, workload } from '../processor/workload.ts';
import { fillTasks } from './fill.ts';

const PARTITIONS = 6;
const SUCCEEDED = 'copied_succeeded';
const RUNNING = 'copied_running';

export interface TurnFigures {
  readonly perSecond: number;
  readonly walBytesPerEvent: number;
}

export interface Table {
  readonly storedTasks: number;
  /** Publishes the work and has a new process fold it. */
  run(options: WorkloadOptions): Promise<TurnFigures>;
}

interface TableOptions {
  readonly servers: BenchServers;
  readonly name: string;
  readonly tasks: number;
  readonly runningEvery: number;
}

/** A database with so many tasks, and a topic of its own. */
export async function makeTable(options: TableOptions): Promise<Table> {
  const { servers, name, tasks, runningEvery } = options;
  const databaseUrl = await servers.createDatabase(name);
  const topic: Topic = { brokers: servers.brokers, name: `bench.${name}`, partitions: PARTITIONS };
  let published = 0;
  let turns = 0;

  async function fold(count: number): Promise<number> {
    const already = published;
    published += count;
    turns += 1;
    const work: Work = {
      databaseUrl,
      brokers: servers.brokers,
      topic: topic.name,
      total: published,
      partitionsAtOnce: 3,
      // A new group does not wait for the session of the last process, which was killed; the checkpoints are in the database.
      group: `${name}-${turns}`,
    };
    await using _child = startOurs(work);
    return (await untilFolded(work, already)).perSecond;
  }

  await fold(await publish(topic, copied()));
  await fillTasks(databaseUrl, { tasks, runningEvery, running: RUNNING, succeeded: SUCCEEDED });

  return {
    storedTasks: tasks,
    async run(work) {
      const count = await publish(topic, workload(work));
      const pool = createPool({
        url: databaseUrl,
        max: 1,
        applicationName: 'bench',
        statementTimeoutMs: 0,
      });
      try {
        await pool.query('CHECKPOINT');
        const before = await walPosition(pool);
        const perSecond = await fold(count);
        return { perSecond, walBytesPerEvent: ((await walPosition(pool)) - before) / count };
      } finally {
        await pool.end();
      }
    },
  };
}

/** The tasks that the stored ones are copies of: one that has succeeded, one that has only started. */
function* copied() {
  yield* workload({ tasks: 1, inFlight: 1, taskIdOf: () => SUCCEEDED });
  const started = events({ tasks: 1, inFlight: 1, taskIdOf: () => RUNNING });
  for (const event of started) {
    if (event.type === 'task.progressed') return;
    yield encodeStructured(event);
  }
}
