import { ConnectionFault } from '@taskfold/database';

/**
 * `transient`: back off and begin again. `systemic`: halt. `record`: one record's content is what the database refuses, or
 * what this program cannot make rows of.
 */
export type FailureClass = 'transient' | 'systemic' | 'record';

/**
 * What a failure is known by, and what is done about it. Looked up in this order: PostgreSQL's SQLSTATE or Node's code,
 * the class of the SQLSTATE (its first two characters), the name of the error, what pg says where it gives no code.
 *
 * Everything else is systemic: to halt loudly is safe, to retry for ever or to drop a record is not.
 */
const CLASSES: Readonly<Record<string, FailureClass>> = {
  '08': 'transient', // connection
  '25006': 'transient', // read-only transaction: a standby during a fail-over
  '25P03': 'transient', // the session idled in its transaction for too long
  '25P04': 'transient', // the transaction took too long
  '40': 'transient', // serialization failure, deadlock, outcome unknown
  '53': 'transient', // out of connections, disk or memory
  '55P03': 'transient', // lock not available
  '57': 'transient', // shut down, starting up, cancelled, timed out
  '57P04': 'systemic', // the database was dropped
  '58': 'transient', // input/output error
  '58P01': 'systemic', // a file of the server is missing

  '22': 'record', // a value that a type does not take
  '54': 'record', // a limit: of an index row, of nesting

  // Thrown by this program itself over what a record made it do. One that the record does not explain halts all the same:
  // its dead letter cannot be written either.
  RangeError: 'record',
  SyntaxError: 'record',
  TypeError: 'record',
  URIError: 'record',

  ECONNABORTED: 'transient',
  ECONNREFUSED: 'transient',
  ECONNRESET: 'transient',
  EADDRNOTAVAIL: 'transient', // out of local ports
  EAI_AGAIN: 'transient', // no name server
  EHOSTDOWN: 'transient',
  EHOSTUNREACH: 'transient',
  EMFILE: 'transient', // out of file descriptors
  ENETDOWN: 'transient',
  ENETRESET: 'transient',
  ENETUNREACH: 'transient',
  ENFILE: 'transient',
  ENOTFOUND: 'transient', // a name that is gone during a fail-over
  EPIPE: 'transient',
  ETIMEDOUT: 'transient',

  KafkaJSBrokerNotFound: 'transient',
  KafkaJSConnectionClosedError: 'transient',
  KafkaJSConnectionError: 'transient',
  KafkaJSLockTimeout: 'transient',
  KafkaJSMetadataNotLoaded: 'transient',
  KafkaJSNumberOfRetriesExceeded: 'transient',
  KafkaJSRequestTimeoutError: 'transient',
  KafkaJSSASLAuthenticationError: 'transient', // a password that was renewed on one side first
  KafkaJSTopicMetadataNotLoaded: 'transient',
};

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Whether the code of an error is one that PostgreSQL gives. */
export function isSqlState(code: string): boolean {
  return SQLSTATE.test(code);
}

/** What pg says of a connection that broke or was not had, without a code. */
const BROKEN_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|not queryable|query read timeout/i;

export function classifyFailure(error: unknown): FailureClass {
  if (!(error instanceof Error)) return 'systemic';
  // A certificate, a password or a role that was changed under a running process: readiness names it until it is right again.
  if (error instanceof ConnectionFault) return 'transient';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = CLASSES[code] ?? (isSqlState(code) ? CLASSES[code.slice(0, 2)] : undefined);
  if (known !== undefined) return known;
  if (code === '' && BROKEN_CONNECTION.test(error.message)) return 'transient';
  return CLASSES[error.name] ?? 'systemic';
}
