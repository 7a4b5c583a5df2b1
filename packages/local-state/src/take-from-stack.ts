import type { LocalStack } from './local-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Taken {
  /** Variables that the environment does not set, as the running stack has them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Says which they are, on one line; null where there are none. */
  readonly notice: string | null;
}

/** What the addresses are reached by belongs to them: no other server is shown a password, or taken for a pooler's. */
const DATABASE = (local: LocalStack) => ({ DATABASE_URL: local.database_url, ...local.database_settings });
const KAFKA = (local: LocalStack) => ({ KAFKA_BROKERS: local.kafka_brokers, ...local.kafka_settings });

/**
 * Each variable of a connection, and the topic, that the environment does not set, from the stack that runs on this machine.
 * An empty one counts as not set.
 *
 * @param wanted what the command reads of these
 */
export function takeFromStack(
  env: Environment,
  local: LocalStack | undefined,
  wanted: readonly ('database' | 'kafka')[] = ['database', 'kafka'],
): Taken {
  if (local === undefined) return { variables: {}, notice: null };
  const found = {
    ...(wanted.includes('database') && !env.DATABASE_URL ? DATABASE(local) : {}),
    ...(wanted.includes('kafka') && !env.KAFKA_BROKERS ? KAFKA(local) : {}),
    TOPIC_EVENTS: local.topic_events,
  };
  const taken = Object.entries(found).filter(([name]) => !env[name]);
  if (taken.length === 0) return { variables: {}, notice: null };
  const names = taken.map(([name]) => name).join(', ');
  return { variables: Object.fromEntries(taken), notice: `From the running local stack: ${names}.\n` };
}
