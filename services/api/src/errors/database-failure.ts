import { ConnectionFault } from '@taskfold/database';

/** Failures of the socket: `ECONNREFUSED`, `ETIMEDOUT` and their like. */
const SOCKET = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)/;
/** SQLSTATEs of a server that is not there for now: connection exceptions, going down, coming up, too many clients. */
const UNAVAILABLE = /^(?:08...|57P0[1-5]|53300|25006)$/;
/** SQLSTATEs of work that was stopped for taking too long: by the statement's time limit, or waiting for a lock. */
const TIMEOUT = /^(?:57014|55P03)$/;
/** What the driver says without a code when a connection ends under it or none can be had in time. */
const DRIVER =
  /^(?:Connection terminated|timeout e|Client has encountered a connection error|Client was closed)/;

/**
 * What an error of the database driver means for the one who asked: `unavailable` passes by itself, `timeout` took too
 * long; null is anything else, which waiting does not help.
 */
export function databaseFailure(error: unknown): 'unavailable' | 'timeout' | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ConnectionFault) return 'unavailable';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (TIMEOUT.test(code)) return 'timeout';
  if (UNAVAILABLE.test(code) || SOCKET.test(code) || DRIVER.test(error.message)) return 'unavailable';
  return null;
}
