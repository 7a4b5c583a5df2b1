import { serializeError } from './serialize-error.ts';

/** Names of fields that are never logged, compared without case, `-` and `_`. */
const HIDDEN_NAMES: readonly string[] = [
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'secret',
  'callbacksecret',
  'token',
  'operatortoken',
  'apikey',
  'databaseurl',
  'databasedirecturl',
  'databasereplicaurl',
  'connectionstring',
  'sasl',
  // What a task is about is its owner's business.
  'input',
  'output',
  'metadata',
  'callback',
];

const CENSOR = '[redacted]';
const MAX_DEPTH = 8;
const known = new Map<string, boolean>();

/**
 * The fields of a log line without what must not be known, at any depth; errors become what may be told of them. Copies
 * only where something is cut, because almost no line has anything to cut.
 */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0);
}

/** For pino: the same for the top level of a child logger's bindings, which it formats by name. */
export const redactingSerializers: Readonly<Record<string, (value: unknown) => unknown>> = Object.fromEntries(
  HIDDEN_NAMES.flatMap((name) => [name, ...spellings(name)]).map((name) => [name, () => CENSOR]),
);

function redactObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const key in object) {
    const value = object[key];
    const shown = isHidden(key) ? CENSOR : redactValue(value, depth + 1);
    if (shown === value) continue;
    copy ??= { ...object };
    copy[key] = shown;
  }
  return copy ?? object;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return serializeError(value);
  if (depth > MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) {
    const shown = value.map((item) => redactValue(item, depth + 1));
    return shown.some((item, index) => item !== value[index]) ? shown : value;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return redactObject(value as Record<string, unknown>, depth);
}

function isHidden(key: string): boolean {
  let hidden = known.get(key);
  if (hidden === undefined) {
    hidden = HIDDEN_NAMES.includes(key.toLowerCase().replace(/[-_]/g, ''));
    // Keys can come from outside, so the table has a limit.
    if (known.size < 10_000) known.set(key, hidden);
  }
  return hidden;
}

function spellings(name: string): string[] {
  const parts: Readonly<Record<string, readonly string[]>> = {
    operatortoken: ['operatorToken', 'operator_token', 'OPERATOR_TOKEN'],
    apikey: ['apiKey', 'api_key'],
    databaseurl: ['databaseUrl', 'database_url', 'DATABASE_URL'],
    databasedirecturl: ['DATABASE_DIRECT_URL'],
    databasereplicaurl: ['DATABASE_REPLICA_URL'],
    callbacksecret: ['callbackSecret', 'callback_secret'],
    connectionstring: ['connectionString'],
  };
  return [...(parts[name] ?? [])];
}
