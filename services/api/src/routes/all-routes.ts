import type { EncodeSystemEvent } from '@taskfold/kafka';
import type { ChangeReader } from '../changes/change-reader.ts';
import type { SignedCursors } from '../cursors/signed-cursors.ts';
import type { EventPublisher } from '../events/publisher.ts';
import type { Route } from '../http/route.ts';
import type { LiveRequests } from '../live/live-requests.ts';
import type { ServiceDatabase } from '../service-database.ts';
import type { ReadTokens } from '../tokens/read-tokens.ts';
import {
  listCallbackSecrets,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from './callback-secrets/callback-secrets.ts';
import { cancelTask } from './cancel-task/cancel-task.ts';
import { countTasks } from './count-tasks/count-tasks.ts';
import { createToken } from './create-token/create-token.ts';
import { getAsyncApi, getDocs, getOpenApi, getOpenApi30 } from './docs/docs.ts';
import { eraseTask } from './erase-task/erase-task.ts';
import { getMe } from './get-me/get-me.ts';
import { getTask } from './get-task/get-task.ts';
import { getUsage } from './get-usage/get-usage.ts';
import { keyRoutes } from './keys/keys.ts';
import { listCallbackAttempts } from './list-callback-attempts/list-callback-attempts.ts';
import { listTaskEvents } from './list-task-events/list-task-events.ts';
import { listTaskLedger, listTaskUsage } from './list-task-records/list-task-records.ts';
import { batchGetTasks, listTasks } from './list-tasks/list-tasks.ts';
import { postEvents } from './post-events/post-events.ts';
import { redeliverCallback } from './redeliver-callback/redeliver-callback.ts';
import { streamTask } from './stream-task/stream-task.ts';
import { taskUpdates } from './task-updates/task-updates.ts';

/** What the routes work with. */
export interface RouteParts {
  readonly database: Pick<
    ServiceDatabase,
    'tasks' | 'queries' | 'feed' | 'idempotency' | 'callbacks' | 'callbackSecrets' | 'keys'
  >;
  readonly changes: Pick<ChangeReader, 'watch' | 'hasPassed'>;
  readonly live: Pick<LiveRequests, 'enter'>;
  readonly publisher: EventPublisher;
  /** For events of the API itself. */
  readonly encode: EncodeSystemEvent;
  readonly cursors: SignedCursors;
  readonly readTokens: ReadTokens;
  /** Where the API is reached, if that is known. */
  readonly publicUrl?: string | undefined;
}

/** Every route of the API: those of the contract, each once. */
export function allRoutes({
  database,
  changes,
  live,
  publisher,
  encode,
  cursors,
  readTokens,
  publicUrl,
}: RouteParts): readonly Route[] {
  const parts = { tasks: database.tasks, changes, live, publisher, encode };
  return [
    listTasks(database.queries, cursors),
    batchGetTasks(database.queries, cursors),
    countTasks(database.queries),
    getTask(parts),
    eraseTask(parts),
    cancelTask({ ...parts, idempotency: database.idempotency }),
    listTaskEvents(database.queries, cursors),
    listTaskUsage(database.queries, cursors),
    listTaskLedger(database.queries, cursors),
    streamTask(parts),
    taskUpdates({ source: database.feed, changes, live, cursors }),
    getUsage(database.queries),
    postEvents(publisher),
    listCallbackAttempts(database.tasks, database.callbacks, cursors),
    redeliverCallback(database.tasks, database.callbacks),
    listCallbackSecrets(database.callbackSecrets),
    rotateCallbackSecret(database.callbackSecrets),
    revokeCallbackSecret(database.callbackSecrets),
    getMe(),
    createToken(readTokens),
    ...keyRoutes(database.keys, cursors),
    getOpenApi(publicUrl),
    getOpenApi30(publicUrl),
    getAsyncApi(),
    getDocs(),
  ];
}
