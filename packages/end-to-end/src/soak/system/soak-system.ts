import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTaskfold } from '../../harness/command.ts';
import { type Sabotage, sabotageEnv } from '../sabotage/sabotage.ts';
import { TENANT } from '../workload/life.ts';
import { type SoakBrokers, startSoakBrokers } from './brokers.ts';
import { type SoakDatabase, startSoakDatabase } from './database.ts';
import { type Part, startPart } from './part.ts';

export interface SoakSystem {
  /** What services and commands have in their environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly database: SoakDatabase;
  readonly brokers: SoakBrokers;
  /** They fold and relay. */
  readonly processors: readonly Part[];
  /** It makes the callbacks. */
  readonly dispatcher: Part;
  readonly apis: readonly Part[];
  /** Of the tenant, with every scope. */
  readonly key: string;
  /** With which callbacks are signed. */
  readonly secret: string;
  stop(): Promise<void>;
}

export interface SoakSystemOptions {
  readonly brokers: 1 | 3;
  /** In every processor that folds; null for none. */
  readonly sabotage: Sabotage | null;
  readonly say: (text: string) => void;
  /** Told of each line of a part's log. */
  readonly onLine: (name: string, line: string) => void;
  readonly onUnasked: (name: string, how: string) => void;
}

export const PARTITIONS = 6;

/** So that a killed dispatcher's attempts are made again within 20 s: their leases last 15 s longer than this. */
const CALLBACK_TIMEOUT_MS = 5000;

/** A PostgreSQL with a standby, a Kafka, two processors, a dispatcher of callbacks and two APIs, each a process of its own. */
export async function startSoakSystem(options: SoakSystemOptions): Promise<SoakSystem> {
  const { say, onLine, onUnasked } = options;
  const releases: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let release = releases.pop(); release !== undefined; release = releases.pop()) await release();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'taskfold-soak-'));
    // PostgreSQL may run as another user, who has to pass it.
    await chmod(folder, 0o711);
    releases.push(() => rm(folder, { recursive: true, force: true }));
    const [database, brokers] = await Promise.all([
      startSoakDatabase(folder, say).then((started) => {
        releases.push(() => started.stop());
        return started;
      }),
      startSoakBrokers(folder, options.brokers, say).then((started) => {
        releases.push(() => started.stop());
        return started;
      }),
    ]);
    const env = {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: brokers.brokers,
      CALLBACK_KEYS: `soak:${randomBytes(32).toString('base64')}`,
    };
    say('migrating, making topics and a tenant');
    const replicas =
      brokers.count === 3 ? { TOPIC_REPLICATION_FACTOR: '3', TOPIC_MIN_INSYNC_REPLICAS: '2' } : {};
    await Promise.all([
      runTaskfold(['migrate'], env),
      runTaskfold(['topics', 'create'], { ...env, ...replicas, TOPIC_PARTITIONS: String(PARTITIONS) }),
    ]);
    const made: { readonly key: string; readonly callback_secret: string } = JSON.parse(
      await runTaskfold(['tenants', 'create', TENANT, '--json'], env),
    );

    say('starting two processors, a dispatcher and two APIs');
    const part = (name: string, service: 'api' | 'processor', more: Readonly<Record<string, string>>) => {
      const started = startPart({
        name,
        service,
        env: { ...env, ...more },
        onLine: (line) => onLine(name, line),
        onUnasked,
      });
      releases.push(() => started.end());
      return started;
    };
    const folding = {
      ROLES: 'fold,relay',
      ...(options.sabotage === null ? {} : sabotageEnv(options.sabotage)),
    };
    const processors = [1, 2].map((count) => part(`processor ${count}`, 'processor', folding));
    const dispatcher = part('dispatcher', 'processor', {
      ROLES: 'callbacks,retention',
      CALLBACK_ALLOW_LOOPBACK: 'true',
      CALLBACK_TIMEOUT_MS: String(CALLBACK_TIMEOUT_MS),
      CALLBACK_SCHEDULE: '0s,1s,1s,2s,2s,5s,5s,5s,5s,5s,5s',
    });
    const limits = { RATE_LIMIT_PER_MINUTE: '1000000', CURSOR_KEY: randomBytes(32).toString('base64') };
    const apis = [1, 2].map((count) => part(`API ${count}`, 'api', limits));
    const signal = AbortSignal.timeout(120_000);
    await Promise.all([...processors, dispatcher, ...apis].map((each) => each.ready(signal)));
    return {
      env,
      database,
      brokers,
      processors,
      dispatcher,
      apis,
      key: made.key,
      secret: made.callback_secret,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
