/** What a failure of the database or of the broker is, whoever meets it. */
export type FailureKind =
  /** Nobody answers for now, or the connection was cut. */
  | 'away'
  /** Out of disk, memory, connections or files. */
  | 'full'
  /** It took too long and was stopped. */
  | 'slow'
  /** Another was first: a deadlock, a serialization failure, a group that has new members. */
  | 'conflict'
  /** Nobody is let in until a person acts: a password, a certificate, a database that is not there. */
  | 'refused'
  /** What one record brings is not taken, or this program throws over it. */
  | 'record'
  /** What was asked for is refused for good: a missing table or privilege, a constraint, a setting. */
  | 'wrong'
  | 'unknown';

/** What each that meets a failure makes of it. */
export interface Failure {
  /** A partition of the log waits and begins again (`transient`), looks for the record, or halts (`systemic`). */
  readonly partition: 'transient' | 'record' | 'systemic';
  /** What the API answers. */
  readonly answer: 'service_unavailable' | 'timeout' | 'internal_error';
  /** Whether the migration command goes on trying to connect. */
  readonly migrationWaits: boolean;
  /** Whether a standby is of no use until it is found well again; else the one statement failed. */
  readonly endsReplica: boolean;
}

/** To halt loudly over what nobody knows is safe; to retry for ever or to drop a record is not. */
export const FAILURES: Readonly<Record<FailureKind, Failure>> = {
  away: { partition: 'transient', answer: 'service_unavailable', migrationWaits: true, endsReplica: true },
  full: { partition: 'transient', answer: 'service_unavailable', migrationWaits: true, endsReplica: true },
  slow: { partition: 'transient', answer: 'timeout', migrationWaits: false, endsReplica: false },
  conflict: {
    partition: 'transient',
    answer: 'service_unavailable',
    migrationWaits: false,
    endsReplica: false,
  },
  // Readiness names it until it is right again.
  refused: {
    partition: 'transient',
    answer: 'service_unavailable',
    migrationWaits: false,
    endsReplica: true,
  },
  record: { partition: 'record', answer: 'internal_error', migrationWaits: false, endsReplica: false },
  wrong: { partition: 'systemic', answer: 'internal_error', migrationWaits: false, endsReplica: false },
  unknown: { partition: 'systemic', answer: 'internal_error', migrationWaits: false, endsReplica: true },
};

/**
 * By the name of the error, by what a broker calls it, by PostgreSQL's SQLSTATE or Node's code, by the class of the SQLSTATE
 * (its first two characters). Every other SQLSTATE and every other answer of a broker is `wrong`.
 */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '08': 'away', // connection; poolers say everything like this
  '22': 'record', // a value that a type does not take
  '25006': 'away', // read-only transaction: a standby during a fail-over
  '25P03': 'slow', // the session idled in its transaction for too long
  '25P04': 'slow', // the transaction took too long
  '28': 'refused', // user or password
  '3D': 'refused', // no such database
  '40': 'conflict', // serialization failure, deadlock, outcome unknown
  '53': 'full', // out of connections, disk or memory
  '54': 'record', // a limit: of an index row, of nesting
  '55P03': 'slow', // lock not available
  '57': 'away', // shut down by an administrator, starting up, idle for too long
  '57014': 'slow', // stopped by the time limit of the statement, or by a person
  '57P04': 'refused', // the database was dropped
  '58': 'away', // input/output error
  '58P01': 'wrong', // a file of the server is missing
  '58P02': 'wrong', // a file of the server is there that must not be

  ECONNABORTED: 'away',
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EADDRNOTAVAIL: 'away', // out of local ports
  EAI_AGAIN: 'away', // no name server
  EHOSTDOWN: 'away',
  EHOSTUNREACH: 'away',
  EMFILE: 'full', // out of file descriptors
  ENETDOWN: 'away',
  ENETRESET: 'away',
  ENETUNREACH: 'away',
  ENFILE: 'full',
  ENOTFOUND: 'away', // a name that is gone during a fail-over
  EPIPE: 'away',
  ETIMEDOUT: 'away',

  // A failure to connect that is said for people.
  ConnectionFault: 'refused',
  // Thrown by this program itself over what a record made it do. One that the record does not explain halts all the same:
  // its dead letter cannot be written either.
  RangeError: 'record',
  SyntaxError: 'record',
  TypeError: 'record',
  URIError: 'record',

  KafkaJSBrokerNotFound: 'away',
  KafkaJSConnectionClosedError: 'away',
  KafkaJSConnectionError: 'away',
  KafkaJSGroupCoordinatorNotFound: 'away',
  KafkaJSLockTimeout: 'away',
  KafkaJSMetadataNotLoaded: 'away',
  KafkaJSNumberOfRetriesExceeded: 'away',
  KafkaJSRequestTimeoutError: 'away',
  KafkaJSSASLAuthenticationError: 'refused', // a password that was renewed on one side first
  KafkaJSTimeout: 'away',
  KafkaJSTopicMetadataNotLoaded: 'away',

  // What a broker answers; those that kafkajs calls retriable need no line.
  BROKER_NOT_AVAILABLE: 'away',
  ILLEGAL_SASL_STATE: 'refused',
  SASL_AUTHENTICATION_FAILED: 'refused',
  UNSUPPORTED_SASL_MECHANISM: 'refused',
  FENCED_INSTANCE_ID: 'conflict',
  ILLEGAL_GENERATION: 'conflict',
  REBALANCE_IN_PROGRESS: 'conflict',
  UNKNOWN_MEMBER_ID: 'conflict',
  INVALID_RECORD: 'record',
  MESSAGE_TOO_LARGE: 'record',
  POLICY_VIOLATION: 'record',
  RECORD_LIST_TOO_LARGE: 'record',
};

const SQLSTATE = /^(?!EPIPE)[0-9A-Z]{5}$/;

/** Whether the code of an error is one that PostgreSQL gives. */
export function isSqlState(code: string): boolean {
  return SQLSTATE.test(code);
}

/** As kafkajs names what a broker answers. */
const BROKER_ANSWER = /^[A-Z_]+$/;

/** What pg says of a connection that broke or was not had, without a code. */
const BROKEN_CONNECTION =
  /connection terminated|connection timeout|timeout expired|timeout exceeded when trying to connect|not queryable|query read timeout/i;

/** What is done about an error, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  return FAILURES[failureKind(error)];
}

export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'unknown';
  const code = textOf(error, 'code');
  const type = textOf(error, 'type');
  const known = KINDS[error.name] ?? KINDS[type] ?? KINDS[code];
  if (known !== undefined) return known;
  if (isSqlState(code)) return KINDS[code.slice(0, 2)] ?? 'wrong';
  // A socket of this machine that is not there; any other missing file is a mistake.
  if (code === 'ENOENT' && textOf(error, 'syscall') === 'connect') return 'away';
  if (code === '' && BROKEN_CONNECTION.test(error.message)) return 'away';
  const isAnswer = BROKER_ANSWER.test(type);
  const isTriable = 'retriable' in error && error.retriable === true;
  if (isTriable && (isAnswer || error.name.startsWith('KafkaJS'))) return 'away';
  return isAnswer ? 'wrong' : 'unknown';
}

function textOf(error: Error, key: 'code' | 'type' | 'syscall'): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}
