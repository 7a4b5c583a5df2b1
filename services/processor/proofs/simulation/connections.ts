import type { Database, Transaction } from './database.ts';
import type { Owner } from './scheduler.ts';
import type { World } from './world.ts';

/** A processor's connection to the database, which can break at any moment and then tells nothing more. */
interface Connection {
  readonly owner: Owner;
  readonly transaction: Transaction;
  /**
   * Sends a request. The server runs it at some later moment, and at another one still the answer arrives.
   *
   * @param isReady false while the server waits for a lock
   */
  request<Answer>(label: string, execute: () => Answer, isReady?: () => boolean): Promise<Answer>;
  /** The client leaves; the server rolls back when it notices. */
  close(): void;
}

export interface Connections {
  readonly open: ReadonlySet<Connection>;
  connect(owner: Owner): Connection;
  /** The network fails: the client learns of it now, the server at some later moment. */
  cut(connection: Connection): void;
  /** The server refuses the request that waits, and has rolled back. @returns whether there was one */
  refuse(connection: Connection): boolean;
  /** The process that owns them is gone. */
  abandon(owner: Owner): void;
  /** The server is gone at once, with everything that was not committed. */
  breakAll(): void;
}

interface Pending {
  readonly label: string;
  readonly reject: (error: Error) => void;
  readonly cancel: () => void;
  readonly execute: () => void;
  hasRun: boolean;
}

/** What pg says when a connection ends, one as good as the other. */
const BROKEN = [
  new Error('Connection terminated unexpectedly'),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  Object.assign(new Error('terminating connection'), { code: '57P01' }),
];
export const COMMIT = 'COMMIT';

export function createConnections(database: Database, world: World): Connections {
  const { random, scheduler, reached } = world;
  const server: Owner = { name: 'server', alive: true };
  const open = new Set<Connection>();
  const pendings = new Map<Connection, Pending>();
  const broken = new WeakMap<Connection, Error>();

  function connect(owner: Owner): Connection {
    const transaction = database.begin();
    const connection: Connection = {
      owner,
      transaction,
      request(label, execute, isReady) {
        const error = broken.get(connection);
        if (error !== undefined) return Promise.reject(error);
        return send(connection, label, execute, isReady);
      },
      close() {
        if (open.has(connection)) sever(connection);
      },
    };
    open.add(connection);
    return connection;
  }

  function send<Answer>(
    connection: Connection,
    label: string,
    execute: () => Answer,
    isReady?: () => boolean,
  ): Promise<Answer> {
    const { owner, transaction } = connection;
    return new Promise<Answer>((resolve, reject) => {
      const run = () => {
        pending.hasRun = true;
        let answer: () => void;
        try {
          const result = execute();
          answer = () => resolve(result);
        } catch (error) {
          transaction.rollback();
          answer = () => reject(error);
        }
        const cancelAnswer = scheduler.add(owner, `is answered ${label}`, () => {
          pendings.delete(connection);
          answer();
        });
        pendings.set(connection, { ...pending, cancel: cancelAnswer });
      };
      const cancel = scheduler.add(owner, label, run, isReady);
      const pending: Pending = { label, reject, cancel, execute: run, hasRun: false };
      pendings.set(connection, pending);
    });
  }

  /** Ends the connection on the client's side; what the server does about it comes later. */
  function sever(connection: Connection): Pending | undefined {
    const { transaction, owner } = connection;
    const pending = pendings.get(connection);
    pending?.cancel();
    pendings.delete(connection);
    open.delete(connection);
    broken.set(connection, random.pick(BROKEN));
    const isCommit = pending?.label === COMMIT;
    if (isCommit) reached.note('commit unknown');
    if (isCommit && pending.hasRun) reached.note('commit applied, acknowledgement lost');
    if (transaction.hasEnded) return pending;
    const arrives = isCommit && random.chance(0.5);
    scheduler.add(server, `notices that ${owner.name} left${arrives ? ', after its commit' : ''}`, () => {
      if (transaction.hasEnded) return;
      if (arrives) transaction.commit();
      else transaction.rollback();
      if (isCommit) reached.note(arrives ? 'commit applied after the client gave up' : 'commit lost');
    });
    return pending;
  }

  return {
    open,
    connect,
    cut(connection) {
      const pending = sever(connection);
      pending?.reject(broken.get(connection) ?? new Error('broken'));
    },
    refuse(connection) {
      const pending = pendings.get(connection);
      if (pending === undefined || pending.hasRun || pending.label === COMMIT) return false;
      pending.cancel();
      pendings.delete(connection);
      connection.transaction.rollback();
      pending.reject(Object.assign(new Error('deadlock detected'), { code: '40P01' }));
      return true;
    },
    abandon(owner) {
      for (const connection of [...open]) {
        if (connection.owner !== owner) continue;
        if (connection.transaction.holdsLock) reached.note('crash during a transaction');
        sever(connection);
      }
    },
    breakAll() {
      for (const connection of [...open]) {
        const pending = sever(connection);
        if (pending?.label === COMMIT && !pending.hasRun) reached.note('commit lost');
        pending?.reject(broken.get(connection) ?? new Error('broken'));
      }
      database.crash();
    },
  };
}
