import { randomBytes } from 'node:crypto';
import { ensureKey } from '@taskfold/access';
import { SCOPES, type Scope } from '@taskfold/contract';
import { createPool, createPrisma } from '@taskfold/database';
import { createTestDatabase } from '@taskfold/database/testing';
import { createKafkaClient, taskTopics } from '@taskfold/kafka';
import { testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { eventually } from '../harness/eventually.ts';
import { type RunningService, startService } from '../harness/service.ts';

/** What an event says beside its envelope. */
export interface Told {
  readonly type: string;
  readonly subject: string;
  readonly data?: object;
  readonly id?: string;
  readonly time?: string;
  readonly source?: string;
}

export interface ConsoleSystem {
  /** Of the API, which serves the console; the same after it was started again. */
  readonly url: string;
  key(scopes?: readonly Scope[]): Promise<string>;
  revoke(key: string): Promise<void>;
  /** Publishes events of the tenant, in their order, and waits until all are folded. */
  tell(events: readonly Told[]): Promise<void>;
  /** Ends the API as a crash does. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** Ends the processor, or starts another one. */
  stopProcessor(): Promise<void>;
  startProcessor(): Promise<void>;
  close(): Promise<void>;
}

const TENANT = 'tenant_console';
const PARTITIONS = 3;

/** The real API and the real processor, as processes, on a database and topics of their own. */
export async function startConsoleSystem(
  settings: Readonly<Record<string, string>> = {},
): Promise<ConsoleSystem> {
  const releases: (() => Promise<unknown>)[] = [];
  const database = await createTestDatabase();
  releases.push(() => database.drop());
  const name = `console-${randomBytes(6).toString('hex')}`;
  const topics = {
    TOPIC_EVENTS: `${name}.events`,
    TOPIC_UPDATES: `${name}.updates`,
    TOPIC_DEAD: `${name}.dead`,
  };
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const names = { events: topics.TOPIC_EVENTS, updates: topics.TOPIC_UPDATES, dead: topics.TOPIC_DEAD };
  await client.admin().ensureTopics(taskTopics({ names, partitions: PARTITIONS }));
  await client.close();
  const env = {
    ...database.env,
    ...testKafka(),
    ...topics,
    KAFKA_GROUP_ID: name,
    CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
    CALLBACK_ALLOW_LOOPBACK: 'true',
    CURSOR_KEY: randomBytes(32).toString('hex'),
    ...settings,
  };
  let api = await startService('api', env);
  let processor: RunningService | null = await startService('processor', env);
  releases.push(() => api.kill());
  releases.push(async () => processor?.kill());
  const { url } = api;

  const pool = createPool({ url: database.url, applicationName: 'test' });
  releases.push(() => pool.end());
  const key = async (scopes: readonly Scope[] = SCOPES) => {
    const access = { tenantId: TENANT, projectId: 'default', name: randomBytes(6).toString('hex'), scopes };
    const made = await ensureKey(createPrisma(pool), access);
    if (made.kind !== 'made') throw new Error('a new name was used before');
    return made.key;
  };
  const producer = await key();
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${producer}`, ...init.headers } });

  return {
    url,
    key,
    async revoke(revoked) {
      const list = (await (await ask('/v1/keys?limit=100')).json()) as {
        readonly data: readonly { readonly key_id: string; readonly key_start: string }[];
      };
      const found = list.data.find(({ key_start: start }) => revoked.startsWith(start));
      await ask(`/v1/keys/${found?.key_id}`, { method: 'DELETE' });
    },
    async tell(events) {
      const batch = events.map((event, index) => ({
        specversion: '1.0',
        id: `${randomBytes(6).toString('hex')}-${index}`,
        source: '/test/console',
        time: new Date().toISOString(),
        tenantid: TENANT,
        ...event,
      }));
      const answer = await ask('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(batch),
      });
      const { data } = (await answer.json()) as {
        readonly data: readonly { readonly position: string | null }[];
      };
      const refused = data.filter(({ position }) => position === null);
      if (answer.status !== 202 || refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
      if (processor === null) return;
      const last = new Map(events.map(({ subject }, index) => [subject, data[index]?.position ?? '']));
      await eventually('all is folded', async () => {
        for (const [subject, position] of last) {
          const task = await ask(`/v1/tasks/${subject}?min_position=${position}`, {
            headers: { prefer: 'wait=10' },
          });
          await task.arrayBuffer();
          if (!task.ok) return undefined;
        }
        return true;
      });
    },
    stopApi: () => api.kill(),
    async startApi() {
      api = await startService('api', { ...env, PORT: new URL(url).port });
    },
    async stopProcessor() {
      // It leaves its group, so that the next one need not wait for it to be missed.
      await processor?.stop();
      processor = null;
    },
    async startProcessor() {
      processor = await startService('processor', env);
    },
    async close() {
      for (const release of releases.reverse()) await release();
    },
  };
}
