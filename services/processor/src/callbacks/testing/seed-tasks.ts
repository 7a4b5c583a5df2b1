import { createMonthKeeper, createProjectionStore, type Pool } from '@taskfold/database';
import { type EndedTask, endedTask } from '@taskfold/database/testing';
import { openGates } from '../../fold/gates/open-gates.ts';

/** Tasks that have ended, with what is to be told of them, as the processor writes them, which may be claimed. */
export async function seedTasks(pool: Pool, tasks: readonly EndedTask[], partition = 0): Promise<void> {
  const changes = tasks.map(endedTask);
  await createMonthKeeper(pool).ensure([]);
  const store = createProjectionStore({ pool, projection: 'main', topic: 'task.events' });
  await store.transaction(async (transaction) => {
    await transaction.write(partition, {
      tasks: changes,
      records: [],
      timeline: [],
      changes: [],
      deadLetters: [],
      rekeyed: [],
    });
    return { kind: 'applied' };
  });
  await openGates(pool, [partition], 600_000);
}
