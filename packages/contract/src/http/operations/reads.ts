import { z } from 'zod';
import { taskList } from '../../envelope/summary.ts';
import { taskEnvelope } from '../../envelope/task.ts';
import { EXAMPLE_UPDATE } from '../../examples/update.ts';
import { ledgerEntryPage, taskCountList, timelinePage, usageList, usageRecordPage } from '../answers.ts';
import { anyHeader, BODY_ERRORS, jsonAnswer, jsonBody, noQuery, type Operation } from '../operation.ts';
import {
  batchGetBody,
  getTaskQuery,
  listTasksQuery,
  taskCountsQuery,
  taskRecordsQuery,
  timelineQuery,
  usageQuery,
} from '../task-queries.ts';

const etag = {
  schema: z.string().regex(/^(?:W\/)?"r\d+"$/),
  description: 'The revision of the task, for `If-None-Match`; weak where the answer is compressed.',
};

export const lag = {
  'Task-Projection-Lag': {
    schema: z.string().regex(/^\d+(\.\d+)?$/),
    description: 'Seconds that the answer may be behind the log; absent where that is not known.',
  },
} as const;

const preference = {
  'Preference-Applied': {
    schema: z.string().regex(/^wait=\d{1,2}$/),
    description: 'How long the answer was held at most, where `Prefer` asked for it.',
  },
} as const;

export const getTask = {
  id: 'getTask',
  method: 'GET',
  path: '/v1/tasks/{task_id}',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'Get a task by id',
  description:
    'The task as it is now. With `Prefer: wait=N` the answer is held until the task differs from `If-None-Match`, has reached `min_revision`, and everything up to `min_position` has been folded (those that are given); with none of these, until the task has ended. A task that does not exist yet is waited for, too. When the time is up, the answer is the current state, 304 or 404.',
  query: getTaskQuery,
  headers: {
    'If-None-Match': {
      schema: anyHeader,
      description: 'An entity tag that the client holds: the answer is 304 while the task has it.',
    },
    Prefer: {
      schema: anyHeader,
      description: '`wait=N` holds the answer for up to N seconds, at most 60.',
    },
  },
  answers: {
    200: {
      description: 'The task.',
      headers: { ETag: etag, ...preference, ...lag },
      content: { 'application/json': { schema: taskEnvelope, example: EXAMPLE_UPDATE.data } },
    },
    304: {
      description: 'The task still has the revision of `If-None-Match`.',
      headers: { ETag: etag, ...preference, ...lag },
    },
  },
  errors: ['task_not_found', 'invalid_request'],
} as const satisfies Operation;

export const listTasks = {
  id: 'listTasks',
  method: 'GET',
  path: '/v1/tasks',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'List tasks',
  description:
    'Summaries of the tasks to which all filters apply, by creation. Pages neither repeat nor skip a task while tasks change. A cursor is good for the same filters and order. Further filters may be combined freely; a combination that takes too long ends with `timeout`.',
  query: listTasksQuery,
  answers: { 200: jsonAnswer('A page of tasks.', taskList, lag) },
  errors: ['invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const batchGetTasks = {
  id: 'batchGetTasks',
  method: 'POST',
  path: '/v1/tasks/batch-get',
  scope: 'tasks:read',
  tag: 'Tasks',
  summary: 'Get tasks by their ids',
  description:
    'The same as `GET /v1/tasks?ids=`, for ids that are too many or too long for a URL. The tasks come in the order of the ids, those that do not exist left out.',
  query: noQuery,
  body: jsonBody(batchGetBody, { ids: [EXAMPLE_UPDATE.subject], expand: ['usage'] }),
  answers: { 200: jsonAnswer('The tasks.', taskList, lag) },
  errors: [...BODY_ERRORS, 'invalid_cursor'],
} as const satisfies Operation;

export const listTaskEvents = {
  id: 'listTaskEvents',
  method: 'GET',
  path: '/v1/tasks/{task_id}/events',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'List the events of a task',
  description:
    'The timeline: every event that was published about the task, in the order of the log, and what became of it.',
  query: timelineQuery,
  answers: { 200: jsonAnswer('A page of events.', timelinePage, lag) },
  errors: ['task_not_found', 'invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const listTaskUsage = {
  id: 'listTaskUsage',
  method: 'GET',
  path: '/v1/tasks/{task_id}/usage',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'List the usage records of a task',
  description:
    'Every `task.usage_recorded` that counts, with all of its lines, by source and event id: a task shows the sums over all of them and the first lines alone. A page ends early where its records are long. Pages neither repeat nor skip a record while others arrive.',
  query: taskRecordsQuery,
  answers: { 200: jsonAnswer('A page of usage records.', usageRecordPage, lag) },
  errors: ['task_not_found', 'invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const listTaskLedger = {
  id: 'listTaskLedger',
  method: 'GET',
  path: '/v1/tasks/{task_id}/ledger',
  scope: 'tasks:read',
  readTokens: true,
  tag: 'Tasks',
  summary: 'List the charges and refunds of a task',
  description:
    'Every charge and then every refund that counts, by entry id: `billing` of a task is the sums over all of them. Pages neither repeat nor skip an entry while others arrive.',
  query: taskRecordsQuery,
  answers: { 200: jsonAnswer('A page of ledger entries.', ledgerEntryPage, lag) },
  errors: ['task_not_found', 'invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const countTasks = {
  id: 'countTasks',
  method: 'GET',
  path: '/v1/task-counts',
  scope: 'tasks:read',
  tag: 'Tasks',
  summary: 'Count tasks by hour and status',
  description:
    'How many tasks were created in each hour, in UTC, by where they stand now. More than 31 days are refused.',
  query: taskCountsQuery,
  answers: { 200: jsonAnswer('The counts.', taskCountList, lag) },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const getUsage = {
  id: 'getUsage',
  method: 'GET',
  path: '/v1/usage',
  scope: 'tasks:read',
  tag: 'Usage',
  summary: 'Add up usage and credits',
  description:
    'Sums of meters, charges and refunds over usage records and ledger entries. An entry counts by the time of the event that brought it. More than 10,000 rows are refused: narrow the range or group by less.',
  query: usageQuery,
  answers: { 200: jsonAnswer('The sums.', usageList, lag) },
  errors: ['invalid_request'],
} as const satisfies Operation;
