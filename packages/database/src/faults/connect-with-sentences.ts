import type pg from 'pg';
import { databaseFault } from './database-fault.ts';
import type { DatabaseAddress } from './place.ts';

/** A failure to connect, said for people; `code` and `cause` are those of what happened. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
  readonly code: string;
  /** Whether it may pass by itself. */
  readonly passes: boolean;

  constructor(sentence: string, passes: boolean, cause: Error) {
    super(sentence, { cause });
    this.passes = passes;
    // What pg gives no code: nobody answered in time, or what was answered is of no use.
    this.code = 'code' in cause ? String(cause.code) : passes ? 'ETIMEDOUT' : 'EPROTO';
  }
}

/** The failure as a {@link ConnectionFault} where it is one, else as it is. */
export function saidForPeople<Thrown>(error: Thrown, address: DatabaseAddress): Thrown | ConnectionFault {
  if (!(error instanceof Error) || error instanceof ConnectionFault) return error;
  const fault = databaseFault(error, address);
  return fault === null ? error : new ConnectionFault(fault.sentence, fault.passes, error);
}

type Connected = (error: unknown, client: unknown, release: unknown) => void;
type Connect = (callback?: Connected) => Promise<unknown> | undefined;

/** Has every connection that a pool does not get fail with a sentence. */
export function connectWithSentences(pool: pg.Pool, address: DatabaseAddress): void {
  const wire = pool as unknown as { connect: Connect };
  const connect = wire.connect.bind(pool);
  wire.connect = (callback) => {
    try {
      if (callback !== undefined) {
        return connect((error, client, release) =>
          callback(error ? saidForPeople(error, address) : error, client, release),
        );
      }
      return connect()?.catch((error: unknown) => {
        throw saidForPeople(error, address);
      });
    } catch (error) {
      // pg reads the files of the URL when it makes a connection.
      const said = saidForPeople(error, address);
      if (callback === undefined) return Promise.reject(said);
      callback(said, undefined, () => {});
      return undefined;
    }
  };
}
