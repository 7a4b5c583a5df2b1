import { z } from 'zod';
import { wireTime } from '../../envelope/shapes.ts';
import { metadata } from '../../events/json-values.ts';
import { identifier } from '../../primitives.ts';
import { BODY_ERRORS, jsonAnswer, jsonBody, noQuery, type Operation } from '../operation.ts';

/** What a token is to be narrowed to. */
export const tokenFilter = z
  .strictObject({
    project_id: identifier.nullish().meta({ description: 'Tasks of this project.' }),
    client_request_id: identifier.nullish().meta({ description: 'Tasks of this request of the caller.' }),
    metadata: metadata.nullish().meta({ description: 'Tasks whose metadata holds all of these pairs.' }),
  })
  .check((context) => {
    const { project_id, client_request_id, metadata: pairs } = context.value;
    if (project_id != null || client_request_id != null || Object.keys(pairs ?? {}).length > 0) return;
    const message = 'must name a project_id, a client_request_id or a pair of metadata';
    context.issues.push({ code: 'custom', message, path: [], input: context.value });
  });

/** The body of `POST /v1/tokens`. */
export const createTokenBody = z
  .strictObject({
    task_id: identifier.nullish().meta({ description: 'The task that is read; this or `filter`.' }),
    filter: tokenFilter.nullish().meta({ description: 'What the tasks that are read have, all of it.' }),
    expires_in: z
      .int()
      .min(30)
      .max(3600)
      .nullish()
      .meta({ description: 'Seconds that the token is good for; ten minutes by default.', default: 600 }),
  })
  .check((context) => {
    const { task_id, filter: of } = context.value;
    if ((task_id == null) !== (of == null)) return;
    const message = 'must be given, or filter in its place, and not both';
    context.issues.push({ code: 'custom', message, path: ['task_id'], input: context.value });
  });

/** What a token that was made is narrowed to. */
export const readTokenFilter = z.object({
  project_id: z.string().nullish().meta({ description: 'Tasks of this project.' }),
  client_request_id: z.string().nullish().meta({ description: 'Tasks of this request.' }),
  metadata: metadata.nullish().meta({ description: 'Tasks with these pairs.' }),
});

/** A read token that was just made. */
export const readToken = z.object({
  object: z.literal('read_token').meta({ description: 'What this is.' }),
  token: z
    .string()
    .regex(/^tft_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
    .meta({ description: 'The token. It is stored nowhere.' }),
  scope: z.literal('tasks:read').meta({ description: 'What it may do.' }),
  task_id: z.string().nullable().meta({ description: 'The task that it reads.' }),
  filter: readTokenFilter.nullable().meta({ description: 'What the tasks that it reads have.' }),
  expires_at: wireTime.meta({ description: 'From when on it is refused; streams end then.' }),
});

export const createToken = {
  id: 'createToken',
  method: 'POST',
  path: '/v1/tokens',
  scope: 'tasks:read',
  tag: 'Keys',
  summary: 'Make a read token',
  description:
    'A token for a browser: it reads one task, or the tasks that a filter applies to, for some minutes. It is sent as `Authorization: Bearer tft_…` or, with GET, as the query parameter `access_token`, for `EventSource`. With a filter it reads lists and the feed as well, each narrowed to the filter; whatever else is `forbidden`. Requests, waits and streams count for the key that it was made with, and it ends with that key. Tokens make no tokens.',
  query: noQuery,
  body: jsonBody(createTokenBody, { filter: { metadata: { user: 'u_17' } }, expires_in: 600 }),
  answers: { 201: jsonAnswer('The token, in this answer and in no other.', readToken) },
  errors: BODY_ERRORS,
} as const satisfies Operation;
