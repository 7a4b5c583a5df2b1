import * as database from '@taskfold/database';
import { type FaultPoint, REACHED } from './fault-points.ts';

// Stands in for @taskfold/database where the processor is put together: everything is the real thing, and on its way it
// passes the points at which the process is to end.

export * from '@taskfold/database';

const { FAULT_POINT, FAULT_TIME, FAULT_SIGNAL } = process.env;
let times = 0;

function pass(point: FaultPoint): void {
  if (point !== FAULT_POINT) return;
  times++;
  if (times !== Number(FAULT_TIME)) return;
  // Written at once: a pipe takes it before the process ends.
  process.stderr.write(`${REACHED}\n`);
  process.kill(process.pid, FAULT_SIGNAL as NodeJS.Signals);
}

/** The real store, passing fault points. */
export function createProjectionStore(
  options: Parameters<typeof database.createProjectionStore>[0],
): database.ProjectionStore {
  const store = database.createProjectionStore(options);
  let isCommitting = false;
  options.pool.on('connect', (client) => {
    client.query = new Proxy(client.query, {
      apply(query, self, args: unknown[]) {
        const answer: unknown = Reflect.apply(query, self, args);
        // The request has left; the server will carry it out though nobody hears the answer.
        if (isCommitting && args[0] === 'COMMIT') pass('commit_sent');
        return answer;
      },
    });
  });
  return {
    async transaction(work) {
      pass('before_begin');
      const result = await store.transaction(async (transaction) => {
        const done = await work(passing(transaction));
        pass('before_commit');
        isCommitting = true;
        return done;
      });
      isCommitting = false;
      pass('after_commit');
      return result;
    },
  };
}

function passing(transaction: database.ChunkTransaction): database.ChunkTransaction {
  return {
    ...transaction,
    async lockCheckpoint(partition) {
      pass('before_lock');
      const row = await transaction.lockCheckpoint(partition);
      pass('after_lock');
      return row;
    },
    async loadStates(partition, keys) {
      const loaded = await transaction.loadStates(partition, keys);
      pass('after_load');
      return loaded;
    },
    async write(partition, writes) {
      pass('before_write');
      await transaction.write(partition, writes);
      pass('after_write');
    },
    async advanceCheckpoint(partition, to) {
      await transaction.advanceCheckpoint(partition, to);
      pass('after_advance');
    },
  };
}
