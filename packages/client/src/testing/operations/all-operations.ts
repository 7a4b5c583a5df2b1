import type { Deliveries } from '../callbacks/deliveries.ts';
import type { Access } from '../http/access.ts';
import type { HandledOperations } from '../http/listener.ts';
import type { Projection } from '../projection/projection.ts';
import { listCallbackAttempts, redeliverCallback } from './callbacks.ts';
import { cancelTask, eraseTask } from './cancel-task.ts';
import { countTasks } from './count-tasks.ts';
import { createToken } from './create-token.ts';
import { getMe } from './get-me.ts';
import { getTask } from './get-task.ts';
import { getUsage } from './get-usage.ts';
import { batchGetTasks, listTasks } from './list-tasks.ts';
import { postEvents } from './post-events.ts';
import { streamTask } from './stream-task.ts';
import { listTaskEvents, listTaskLedger, listTaskUsage } from './task-records.ts';
import { taskUpdates } from './task-updates.ts';

/** What is answered: all that has to do with tasks, and nothing that administers. */
export function allOperations(
  projection: Projection,
  deliveries: Deliveries,
  access: Access,
): HandledOperations {
  return {
    getTask: getTask(projection),
    eraseTask: eraseTask(projection),
    listTasks: listTasks(projection),
    batchGetTasks: batchGetTasks(projection),
    countTasks: countTasks(projection),
    listTaskEvents: listTaskEvents(projection),
    listTaskUsage: listTaskUsage(projection),
    listTaskLedger: listTaskLedger(projection),
    streamTask: streamTask(projection),
    taskUpdates: taskUpdates(projection),
    cancelTask: cancelTask(projection),
    createToken: createToken(access),
    getUsage: getUsage(projection),
    getMe: getMe(),
    postEvents: postEvents(projection),
    listCallbackAttempts: listCallbackAttempts(projection, deliveries),
    redeliverCallback: redeliverCallback(projection, deliveries),
  };
}
