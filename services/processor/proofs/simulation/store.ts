import type { ChunkTransaction, LockedCheckpoint, ProjectionStore } from '@taskfold/database';
import { COMMIT, type Connections } from './connections.ts';
import type { Database, Transaction } from './database.ts';
import type { Owner } from './scheduler.ts';
import type { World } from './world.ts';

export interface SimulatedStore extends ProjectionStore {
  readCheckpoint(partition: number): Promise<LockedCheckpoint>;
}

/** The projection as one processor reaches it: the statements of the real store, one after the other. */
export function createStore(
  owner: Owner,
  { scheduler, reached }: World,
  database: Database,
  connections: Connections,
): SimulatedStore {
  /** Where each row stood when this processor wrote it last. */
  const written = new Map<number, number>();

  async function connect() {
    await scheduler.pause(owner, 'connects');
    if (database.isAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return connections.connect(owner);
  }

  function lock(transaction: Transaction, partition: number) {
    const row = transaction.lock(partition);
    const own = written.get(partition);
    if (own !== undefined && own !== row?.nextOffset) reached.note('cache dropped');
    return row;
  }

  return {
    async transaction(work) {
      const connection = await connect();
      const { transaction } = connection;
      let hasLoaded = false;
      const statements: ChunkTransaction = {
        lockCheckpoint: (partition) =>
          connection.request(
            `locks ${partition}`,
            () => lock(transaction, partition),
            () => transaction.canLock(partition),
          ),
        loadStates(partition, keys) {
          hasLoaded = true;
          return connection.request(`loads ${keys.join(' ')}`, () => ({
            states: transaction.loadStates(partition, keys),
            pruned: new Map(),
          }));
        },
        loadRecords: (partition, keys) =>
          connection.request(`loads ${keys.usage.length + keys.ledger.length} records`, () => {
            reached.note('records looked up');
            return transaction.loadRecords(partition, keys);
          }),
        write: (partition, writes) =>
          connection
            .request(`writes ${writes.timeline.length} events of ${partition}`, () =>
              transaction.write(partition, writes),
            )
            .catch((error: unknown) => {
              if (isRefusal(error) && writes.timeline.length > 1) reached.note('bisect');
              throw error;
            }),
        async advanceCheckpoint(partition, to) {
          const advanced = await connection.request(
            `advances ${partition} to ${to.nextOffset}`,
            () => transaction.advance(partition, to),
            () => transaction.canLock(partition),
          );
          if (!advanced) throw new Error('the checkpoint moved although its row is locked');
          if (!hasLoaded) reached.note('cache used');
          written.set(partition, to.nextOffset);
        },
      };
      try {
        const result = await work(statements);
        if (result.kind === 'applied') await connection.request(COMMIT, () => transaction.commit());
        else await connection.request('ROLLBACK', () => transaction.rollback());
        return result;
      } finally {
        connection.close();
      }
    },
    async readCheckpoint(partition) {
      const connection = await connect();
      try {
        return await connection.request(`reads the checkpoint of ${partition}`, () => {
          const row = database.committed.rows[partition];
          return row === undefined ? { kind: 'missing' } : { kind: 'found', ...row };
        });
      } finally {
        connection.close();
      }
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22P05';
}
