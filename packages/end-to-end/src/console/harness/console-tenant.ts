import { randomBytes } from 'node:crypto';
import { ensureKey } from '@taskfold/access';
import { SCOPES, type Scope } from '@taskfold/contract';
import { createPool, createPrisma } from '@taskfold/database';
import { eventually } from '../../harness/eventually.ts';

/** What an event says beside its envelope. */
export interface Told {
  readonly type: string;
  readonly subject: string;
  readonly data?: object;
  readonly id?: string;
  readonly time?: string;
  readonly source?: string;
  readonly apikeyid?: string;
}

export interface ConsoleTenant {
  /** Of every scope. */
  readonly owner: string;
  /** A new key. */
  key(scopes?: readonly Scope[]): Promise<string>;
  revoke(key: string): Promise<void>;
  /** Publishes events of the tenant, in their order, and waits until all are folded, where a processor runs. */
  tell(events: readonly Told[]): Promise<void>;
  close(): Promise<void>;
}

export interface TenantPlace {
  /** Of the API. */
  readonly url: string;
  readonly databaseUrl: string;
  processing(): boolean;
}

/** A tenant that no other test has. */
export async function createConsoleTenant({
  url,
  databaseUrl,
  processing,
}: TenantPlace): Promise<ConsoleTenant> {
  const tenantId = `tenant_${randomBytes(6).toString('hex')}`;
  const pool = createPool({ url: databaseUrl, applicationName: 'test', max: 1 });
  const prisma = createPrisma(pool);
  const key = async (scopes: readonly Scope[] = SCOPES) => {
    const made = await ensureKey(prisma, {
      tenantId,
      projectId: 'default',
      name: randomBytes(6).toString('hex'),
      scopes,
    });
    if (made.kind !== 'made') throw new Error('a new name was used before');
    return made.key;
  };
  const owner = await key();
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${owner}`, ...init.headers } });

  /** Waits until the log is folded up to a position, `PARTITION:OFFSET`. */
  const folded = (position: string, subject: string) =>
    eventually(`${subject} is folded`, async () => {
      const task = await ask(`/v1/tasks/${subject}?min_position=${position}`, {
        headers: { prefer: 'wait=10' },
      });
      await task.arrayBuffer();
      return task.ok || undefined;
    });

  return {
    owner,
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
        tenantid: tenantId,
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
      if (!processing()) return;
      // Of each partition the last event; those before it are folded before it.
      const last = new Map(
        data.map(({ position }, index) => [
          position?.split(':')[0],
          [position ?? '', events[index]?.subject ?? ''] as const,
        ]),
      );
      await Promise.all([...last.values()].map(([position, subject]) => folded(position, subject)));
    },
    close: () => pool.end(),
  };
}
