/** What stands in docker-compose.yml or in an example, and so is known to everybody. */
const KNOWN: readonly string[] = ['dGFza2ZvbGQgbG9jYWwga2V5LCBub3QgYSBzZWNyZXQ='];
const KNOWN_PASSWORDS: ReadonlySet<string> = new Set([
  ...['taskfold', 'taskfold-api', 'taskfold-processor', 'taskfold_api', 'taskfold_processor'],
  ...['postgres', 'password', 'changeme', 'secret'],
]);
const DATABASES: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_REPLICA_URL',
]);
const SECRETS: ReadonlySet<string> = new Set([
  ...['CALLBACK_KEYS', 'CURSOR_KEY', 'TOKEN_KEYS', 'OPERATOR_TOKEN', 'EVENT_SIGNING_KEYS'],
]);
/** A random text of 16 characters or more has more of them. */
const LEAST_DISTINCT = 6;

interface Context {
  readonly value: Readonly<Record<string, unknown>>;
  readonly issues: unknown[];
}

/**
 * A check for the schema of a service's configuration: where `NODE_ENV` is `production`, secrets that everybody knows are
 * refused, each with a sentence.
 */
export function refuseKnownSecrets({ value, issues }: Context): void {
  if (value.NODE_ENV !== 'production') return;
  for (const [name, setting] of Object.entries(value)) {
    const problem = problemOf(name, setting);
    if (problem !== null) issues.push({ code: 'custom', message: problem, path: [], input: value });
  }
}

function problemOf(name: string, setting: unknown): string | null {
  if (DATABASES.has(name) && typeof setting === 'string') {
    return hasKnownPassword(setting)
      ? `${name} has a password that everybody knows, and NODE_ENV is production: give the user of the database another one.`
      : null;
  }
  const texts = (Array.isArray(setting) ? setting : [setting]).filter((text) => typeof text === 'string');
  if (!texts.some((text) => KNOWN.some((known) => text.includes(known)) || isTrivial(name, text)))
    return null;
  return `${name} is one that everybody knows or can guess, and NODE_ENV is production: set it to a random one (openssl rand -base64 32).`;
}

function hasKnownPassword(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return password !== '' && (password === username || KNOWN_PASSWORDS.has(decodeURIComponent(password)));
}

function isTrivial(name: string, text: string): boolean {
  return (
    SECRETS.has(name) &&
    text.split(',').some((part) => new Set(part.replace(/^[^:]*:/, '')).size < LEAST_DISTINCT)
  );
}
