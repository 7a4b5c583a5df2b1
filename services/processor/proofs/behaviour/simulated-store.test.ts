import { onTestFinished } from 'vitest';
import { createConnections } from '../simulation/connections.ts';
import { createDatabase } from '../simulation/database.ts';
import { createStore } from '../simulation/store.ts';
import { REFUSED } from '../simulation/workload.ts';
import { PARTITIONS } from './chunk-processor.ts';
import { createDrivenWorld } from './driven-world.ts';
import { describeStore } from './store-behaviour.ts';

let seed = 0;

describeStore(
  'the simulated store',
  async () => {
    const { world, stop } = createDrivenWorld(seed++);
    const database = createDatabase(PARTITIONS);
    const connections = createConnections(database, world);
    onTestFinished(stop);
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
