/** `transient`: back off and begin again. `systemic`: halt. `record`: the database refuses one record's content. */
export type FailureClass = 'transient' | 'systemic' | 'record';

/** SQLSTATE codes, or their first two characters, looked up in that order; then Node's codes of broken connections. */
const CLASSES: Readonly<Record<string, FailureClass>> = {
  '08': 'transient', // connection
  '25006': 'transient', // read-only transaction: a standby during a fail-over
  '40': 'transient', // serialization failure, deadlock
  '53': 'transient', // out of connections, disk or memory
  '55P03': 'transient', // lock not available
  '57': 'transient', // shut down by an administrator, statement cancelled
  '58': 'transient', // input/output error
  '22': 'record', // a value that a type does not take
  '54': 'record', // a limit of a row or an index
  ECONNREFUSED: 'transient',
  ECONNRESET: 'transient',
  EHOSTUNREACH: 'transient',
  ENETUNREACH: 'transient',
  ENOTFOUND: 'transient',
  EAI_AGAIN: 'transient',
  EPIPE: 'transient',
  ETIMEDOUT: 'transient',
};

/** What pg says of a connection that broke, which carries no code. */
const BROKEN_CONNECTION = /connection terminated|timeout exceeded when trying to connect|not queryable/i;

/** Everything unknown is systemic: to halt loudly is safe, to retry for ever or to drop a record is not. */
export function classifyFailure(error: unknown): FailureClass {
  if (!(error instanceof Error)) return 'systemic';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = CLASSES[code] ?? CLASSES[code.slice(0, 2)];
  if (known !== undefined) return known;
  return BROKEN_CONNECTION.test(error.message) ? 'transient' : 'systemic';
}
