import type { Operation } from '../operation.ts';
import {
  listCallbackAttempts,
  listCallbackSecrets,
  redeliverCallback,
  revokeCallbackSecret,
  rotateCallbackSecret,
} from './callbacks.ts';
import { createKey, listKeys, revokeKey, rotateKey } from './keys.ts';
import { streamTask, taskUpdates } from './live.ts';
import { getMe } from './me.ts';
import { getAsyncApi, getDocs, getOpenApi, getOpenApi30 } from './meta.ts';
import {
  batchGetTasks,
  countTasks,
  getTask,
  getUsage,
  listTaskEvents,
  listTaskLedger,
  listTasks,
  listTaskUsage,
} from './reads.ts';
import { createToken } from './tokens.ts';
import { cancelTask, eraseTask, postEvents } from './writes.ts';

/** Every operation that the API serves. Routes are registered, and the OpenAPI document is made, from this table. */
export const OPERATIONS = {
  getTask,
  listTasks,
  batchGetTasks,
  countTasks,
  listTaskEvents,
  listTaskUsage,
  listTaskLedger,
  streamTask,
  taskUpdates,
  cancelTask,
  eraseTask,
  getUsage,
  postEvents,
  listCallbackAttempts,
  redeliverCallback,
  listCallbackSecrets,
  rotateCallbackSecret,
  revokeCallbackSecret,
  getMe,
  createToken,
  createKey,
  listKeys,
  rotateKey,
  revokeKey,
  getOpenApi,
  getOpenApi30,
  getAsyncApi,
  getDocs,
} as const satisfies Record<string, Operation>;
