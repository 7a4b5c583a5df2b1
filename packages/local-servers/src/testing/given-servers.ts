/** The variables of an environment by which a test run is told to use servers that are there already. */
const OF_SERVERS = /^(KAFKA|DATABASE)_/;
/** Where they are kept out of the sight of whatever a test starts, for a server of its own perhaps. */
const KEPT = 'TASKFOLD_TEST_SERVERS';

/** Servers that a test run is to use instead of its own. */
export interface GivenServers {
  /** KAFKA_BROKERS, KAFKA_TLS… and KAFKA_SASL… */
  readonly kafka: Readonly<Record<string, string>> | null;
  readonly postgres: GivenPostgres | null;
}

export interface GivenPostgres {
  /** Of a superuser, without a pooler between. */
  readonly url: string;
  /** The same through a pooler in transaction mode; null where there is none. */
  readonly poolerUrl: string | null;
}

/** Moves KAFKA_… and DATABASE_… of the environment to where {@link givenServers} finds them. Again and again is fine. */
export function takeGivenServers(env: NodeJS.ProcessEnv): void {
  const taken = Object.entries(env).filter(([name, value]) => OF_SERVERS.test(name) && value !== '');
  for (const [name] of taken) delete env[name];
  if (taken.length > 0) env[KEPT] = JSON.stringify(Object.fromEntries(taken));
}

/** What {@link takeGivenServers} has taken, of this process or of one that started it. */
export function givenServers(env: NodeJS.ProcessEnv = process.env): GivenServers {
  const taken: Record<string, string> = JSON.parse(env[KEPT] ?? '{}');
  const kafka = Object.fromEntries(Object.entries(taken).filter(([name]) => name.startsWith('KAFKA_')));
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl } = taken;
  return {
    kafka: kafka.KAFKA_BROKERS === undefined ? null : kafka,
    postgres:
      url === undefined ? null : { url: directUrl ?? url, poolerUrl: directUrl === undefined ? null : url },
  };
}

/** For {@link givenServers} of an environment to find. @returns makes it as it was */
export function giveServers({ kafka, postgres }: GivenServers, env: NodeJS.ProcessEnv): () => void {
  const before = env[KEPT];
  env[KEPT] = JSON.stringify({
    ...kafka,
    ...(postgres && { DATABASE_URL: postgres.poolerUrl ?? postgres.url }),
    ...(postgres?.poolerUrl && { DATABASE_DIRECT_URL: postgres.url }),
  });
  return () => {
    if (before === undefined) delete env[KEPT];
    else env[KEPT] = before;
  };
}
