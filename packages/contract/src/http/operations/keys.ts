import { z } from 'zod';
import { pageOf } from '../../envelope/page.ts';
import { wireTime } from '../../envelope/shapes.ts';
import { identifier } from '../../primitives.ts';
import { BODY_ERRORS, jsonAnswer, jsonBody, noQuery, type Operation } from '../operation.ts';
import { cursorParameter, limitParameter, timeParameter } from '../parameters.ts';
import { SCOPES } from '../scopes.ts';

const scopes = z.array(z.enum(SCOPES)).max(SCOPES.length);

/** An API key as administrators see it. */
export const apiKey = z.object({
  object: z.literal('api_key').meta({ description: 'What this is.' }),
  key_id: z.uuid().meta({ description: 'The id of the key.' }),
  name: z.string().meta({ description: 'Its name, for people.' }),
  project_id: z.string().meta({ description: 'The project that it belongs to.' }),
  key_start: z.string().meta({ description: 'Its first 12 characters, to tell it by.' }),
  scopes: scopes.meta({ description: 'What it may do.' }),
  created_at: wireTime.meta({ description: 'When it was made.' }),
  expires_at: wireTime.nullable().meta({ description: 'From when on it is refused.' }),
  revoked_at: wireTime.nullable().meta({ description: 'When it was revoked.' }),
  last_used_at: wireTime.nullable().meta({ description: 'When it was used last, to the minute or so.' }),
});

/** A key that was just made. */
export const newApiKey = apiKey.extend({
  key: z
    .string()
    .regex(/^sk-[0-9A-Za-z]{32}$/)
    .meta({ description: 'The key itself. It is stored nowhere and never shown again.' }),
});

export const apiKeyList = pageOf(apiKey, 'The keys of this page.');

// biome-ignore lint/suspicious/noControlCharactersInRegex: they would spoil lists that people read
const WITHOUT_CONTROLS = /^[^\u0000-\u001f\u007f]*$/;

/** The body of `POST /v1/keys`. */
export const createKeyBody = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(128)
    .regex(WITHOUT_CONTROLS, 'must be 1 to 128 characters without control characters')
    .meta({ description: 'A name for people.' }),
  scopes: scopes.min(1).meta({ description: 'What it may do.' }),
  project_id: identifier.nullish().meta({ description: 'A project of the tenant; that of the caller.' }),
  expires_at: timeParameter.nullish().meta({ description: 'From when on it is refused; never by default.' }),
});

/** The body of `POST /v1/keys/{key_id}/rotate`. */
export const rotateKeyBody = z.strictObject({
  grace_seconds: z.int().min(0).max(604_800).nullish().meta({
    description: 'How long the old key works on, at most a week; a day by default.',
    default: 86_400,
  }),
});

export const listKeysQuery = z.strictObject({ limit: limitParameter, cursor: cursorParameter.optional() });

const EXAMPLE = {
  object: 'api_key',
  key_id: '018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e',
  name: 'website',
  project_id: 'prj_website',
  key_start: 'sk-4bT9mQ2xZ',
  scopes: ['tasks:read', 'tasks:cancel'],
  created_at: '2026-11-24T10:00:00.000Z',
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
} as const;

const made = {
  'application/json': {
    schema: newApiKey,
    example: { ...EXAMPLE, key: 'sk-4bT9mQ2xZ0rW7cY5uKp1nV8eLs3aJd6g' },
  },
} as const;

export const createKey = {
  id: 'createKey',
  method: 'POST',
  path: '/v1/keys',
  scope: 'admin',
  tag: 'Keys',
  summary: 'Make an API key',
  description:
    'Makes a key of the tenant, with scopes that the key of the request has itself. The key is in this answer and in no other. Live keys of a tenant are bounded.',
  query: noQuery,
  body: jsonBody(createKeyBody, { name: 'website', scopes: ['tasks:read', 'tasks:cancel'] }),
  answers: { 201: { description: 'The key was made.', content: made } },
  errors: [...BODY_ERRORS, 'too_many_keys'],
} as const satisfies Operation;

export const listKeys = {
  id: 'listKeys',
  method: 'GET',
  path: '/v1/keys',
  scope: 'admin',
  tag: 'Keys',
  summary: 'List the API keys',
  description: 'The keys of the tenant, the newest first; those that were revoked, too.',
  query: listKeysQuery,
  answers: { 200: jsonAnswer('A page of keys.', apiKeyList) },
  errors: ['invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const rotateKey = {
  id: 'rotateKey',
  method: 'POST',
  path: '/v1/keys/{key_id}/rotate',
  scope: 'admin',
  tag: 'Keys',
  summary: 'Replace an API key',
  description:
    'Makes another key with the same name and scopes. Both work until the grace is over, so that whoever uses the old one can change over; until then both count as live. The key of the request must have every scope of the old one.',
  query: noQuery,
  body: jsonBody(rotateKeyBody.nullable(), { grace_seconds: 3600 }, { optional: true }),
  answers: { 201: { description: 'The new key.', content: made } },
  errors: [...BODY_ERRORS, 'key_not_found', 'too_many_keys'],
} as const satisfies Operation;

export const revokeKey = {
  id: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/{key_id}',
  scope: 'admin',
  tag: 'Keys',
  summary: 'Revoke an API key',
  description:
    'The key is refused everywhere within five seconds, and what it streams ends. Revoking it again changes nothing.',
  query: noQuery,
  answers: {
    200: {
      description: 'The key is revoked.',
      content: {
        'application/json': {
          schema: apiKey,
          example: { ...EXAMPLE, revoked_at: '2026-11-25T10:00:00.000Z' },
        },
      },
    },
  },
  errors: ['key_not_found', 'invalid_request'],
} as const satisfies Operation;
