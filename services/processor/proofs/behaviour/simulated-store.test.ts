import { onTestFinished } from 'vitest';
import { createConnections } from '../simulation/connections.ts';
import { createDatabase } from '../simulation/database.ts';
import { createRandom } from '../simulation/random.ts';
import { createReached } from '../simulation/reachability.ts';
import { choose, createScheduler } from '../simulation/scheduler.ts';
import { createStore } from '../simulation/store.ts';
import { REFUSED } from '../simulation/workload.ts';
import { describeStore, PARTITIONS } from './store-behaviour.ts';

let seed = 0;

describeStore(
  'the simulated store',
  async () => {
    const random = createRandom(seed++);
    const scheduler = createScheduler();
    const world = { random, scheduler, reached: createReached(), note: () => {} };
    const database = createDatabase(PARTITIONS);
    const connections = createConnections(database, world);
    let turn = setImmediate(goOn);
    function goOn(): void {
      const actions = scheduler.actions();
      if (actions.length > 0) choose(actions, random).run();
      turn = setImmediate(goOn);
    }
    onTestFinished(() => clearImmediate(turn));
    return {
      open() {
        const owner = { name: 'processor', alive: true };
        return {
          ...createStore(owner, world, database, connections),
          async cut() {
            for (const connection of [...connections.open]) {
              if (connection.owner === owner) connections.cut(connection);
            }
          },
        };
      },
      tenantId: 'acme',
      refusedEventId: `${REFUSED}-1`,
      transactionMs: 4,
    };
  },
  100,
);
