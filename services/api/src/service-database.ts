import type { TaskReader } from '@taskfold/database';
import type { SchemaStanding } from '@taskfold/database/operators';
import type { ChangeSource } from './changes/change-reader.ts';
import type { KeyRecord } from './context/caller.ts';
import type { IdempotencyKeys } from './idempotency/once.ts';
import type { DatabaseFigures } from './observability/database-metrics.ts';
import type { OperatorDatabase } from './operator/all-operator-routes.ts';
import type { Replica } from './replica/replica.ts';
import type { CallbackSecrets } from './routes/callback-secrets/callback-secrets.ts';
import type { TaskCounter } from './routes/count-tasks/count-tasks.ts';
import type { UsageReader } from './routes/get-usage/get-usage.ts';
import type { KeyAdministration } from './routes/keys/keys.ts';
import type { AttemptReader } from './routes/list-callback-attempts/list-callback-attempts.ts';
import type { TimelineReader } from './routes/list-task-events/list-task-events.ts';
import type { RecordReader } from './routes/list-task-records/list-task-records.ts';
import type { TaskLists } from './routes/list-tasks/list-tasks.ts';
import type { Redeliverer } from './routes/redeliver-callback/redeliver-callback.ts';
import type { FeedSource } from './routes/task-updates/feed.ts';

/** What the API asks of the database. */
export interface ServiceDatabase {
  readonly tasks: TaskReader;
  readonly queries: TaskLists & TimelineReader & RecordReader & UsageReader & TaskCounter;
  readonly feed: FeedSource;
  readonly changes: ChangeSource & {
    /** Calls back when something may have changed, until the signal is aborted. Never rejects. */
    listen(onChange: () => void, signal: AbortSignal): Promise<void>;
  };
  readonly idempotency: IdempotencyKeys & { readonly prune: (limit: number) => Promise<number> };
  readonly keys: KeyAdministration;
  readonly operators: OperatorDatabase;
  readonly callbacks: AttemptReader & Redeliverer;
  readonly callbackSecrets: CallbackSecrets;
  /** How often processes of each service were started. */
  readonly starts: {
    /** Counts this one. */
    note(): Promise<void>;
    read(): Promise<ReadonlyMap<string, number>>;
  };
  /** How this version and the tables fit together. Rejects where it cannot be asked. */
  readonly schema: () => Promise<SchemaStanding>;
  /** The time of the server, in milliseconds since 1970. */
  readonly clock: () => Promise<number>;
  /** Of the events topic when it was first folded; null where no processor has begun yet. */
  readonly partitionCount: () => Promise<number | null>;
  /** Seconds; null where nobody ever noted it. */
  readonly projectionLag: () => Promise<number | null>;
  /** The record of a key that was not revoked; null where there is none. */
  readonly findKey: (hash: string) => Promise<KeyRecord | null>;
  /** The same for many at once: by hash, those that were found. */
  readonly findKeys: (hashes: readonly string[]) => Promise<ReadonlyMap<string, KeyRecord>>;
  /** Why the login to the database is no wall, in a sentence; null where it is one. */
  readonly loginFault: () => Promise<string | null>;
  readonly figures: () => DatabaseFigures;
  /** Why the ways to the database do not do, in a sentence; null where they do. Rejects where it cannot be asked. */
  readonly pathFault: () => Promise<string | null>;
  /** Asks the database for what all rests on; rejects, with a sentence, where it is away or does not do as it is asked. */
  readonly ping: () => Promise<unknown>;
  /** Null where there is none. */
  readonly replica: Pick<Replica, 'figures' | 'run'> | null;
}
