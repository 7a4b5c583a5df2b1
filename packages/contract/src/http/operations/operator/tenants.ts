import { z } from 'zod';
import { wireTime } from '../../../envelope/shapes.ts';
import { identifier } from '../../../primitives.ts';
import { BODY_ERRORS, jsonAnswer, noQuery, type Operation } from '../../operation.ts';
import { cursorParameter, integerParameter } from '../../parameters.ts';
import { callbackSecret, callbackSecretList, newCallbackSecret } from '../callbacks.ts';
import { apiKey, apiKeyList, createKeyBody, newApiKey } from '../keys.ts';
import { actContent, actFields } from './acts.ts';

/** A tenant as operators see it. */
export const tenant = z.object({
  object: z.literal('tenant').meta({ description: 'What this is.' }),
  tenant_id: z.string().meta({ description: 'Its id.' }),
  name: z.string().meta({ description: 'Its name, for people.' }),
  created_at: wireTime.meta({ description: 'When it was made.' }),
  disabled_at: wireTime.nullable().meta({ description: 'Since when its keys are refused.' }),
});

/** `GET /operator/tenants`. */
export const listTenantsQuery = z.strictObject({
  after: z.string().max(256).default('').meta({ description: 'Those behind this id.', default: '' }),
  limit: integerParameter(1, 500)
    .default(100)
    .meta({ description: 'How many at most, 1 to 500; 100 by default.', default: 100 }),
});

export const listTenants = {
  id: 'listTenants',
  method: 'GET',
  path: '/operator/tenants',
  scope: null,
  tag: 'Tenants',
  summary: 'List tenants',
  description: 'Tenants by their ids.',
  query: listTenantsQuery,
  answers: {
    200: jsonAnswer(
      'A page of tenants.',
      z.object({
        object: z.literal('list').meta({ description: 'What this is.' }),
        data: z.array(tenant).meta({ description: 'The tenants of this page.' }),
        has_more: z.boolean().meta({ description: 'Whether there are more behind the last id.' }),
      }),
    ),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;

/** The body of `POST /operator/tenants`. */
export const createTenantBody = z.strictObject({
  tenant_id: identifier.meta({ description: 'Its id.' }),
  name: z.string().min(1).max(256).optional().meta({ description: 'Its name, for people; else its id.' }),
  project_id: identifier.default('default').meta({ description: 'Its first project.', default: 'default' }),
  ...actFields,
});

export const createTenant = {
  id: 'createTenant',
  method: 'POST',
  path: '/operator/tenants',
  scope: null,
  tag: 'Tenants',
  summary: 'Make a tenant',
  description:
    'Makes a tenant, its first key with every scope, and the secret of its callbacks. Both are in this answer and in no other.',
  query: noQuery,
  body: actContent(createTenantBody, { tenant_id: 'acme', name: 'Acme' }),
  answers: {
    201: jsonAnswer(
      'The tenant was made.',
      tenant.extend({
        project_id: z.string().meta({ description: 'Its first project.' }),
        key: z.string().meta({ description: 'Its first key, shown this once.' }),
        callback_secret: z.string().nullable().meta({
          description:
            'The secret of its callbacks, shown this once; null where it had one already or CALLBACK_KEYS is not set.',
        }),
      }),
    ),
  },
  errors: [...BODY_ERRORS, 'tenant_exists'],
} as const satisfies Operation;

export const disableTenant = {
  id: 'disableTenant',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/disable',
  scope: null,
  tag: 'Tenants',
  summary: 'Disable a tenant',
  description: 'Its keys are refused within five seconds; its events fold all the same.',
  query: noQuery,
  body: actContent(),
  answers: { 200: jsonAnswer('The tenant is disabled.', tenant) },
  errors: [...BODY_ERRORS, 'tenant_not_found'],
} as const satisfies Operation;

export const enableTenant = {
  id: 'enableTenant',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/enable',
  scope: null,
  tag: 'Tenants',
  summary: 'Enable a tenant',
  description: 'Its keys work again.',
  query: noQuery,
  body: actContent(),
  answers: { 200: jsonAnswer('The tenant is enabled.', tenant) },
  errors: [...BODY_ERRORS, 'tenant_not_found'],
} as const satisfies Operation;

/** The body of `POST /operator/tenants/{tenant_id}/keys`. */
export const createTenantKeyBody = createKeyBody.extend(actFields);

export const createTenantKey = {
  id: 'createTenantKey',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/keys',
  scope: null,
  tag: 'Tenants',
  summary: 'Make a key of a tenant',
  description: 'A further key, for a tenant that has lost its own. It is in this answer and in no other.',
  query: noQuery,
  body: actContent(createTenantKeyBody, { name: 'website', scopes: ['tasks:read'] }),
  answers: { 201: jsonAnswer('The key was made.', newApiKey) },
  errors: [...BODY_ERRORS, 'project_not_found'],
} as const satisfies Operation;

/** `GET /operator/tenants/{tenant_id}/keys`. */
export const listTenantKeysQuery = z.strictObject({
  limit: integerParameter(1, 500)
    .default(50)
    .meta({ description: 'How many at most, 1 to 500; 50 by default.', default: 50 }),
  cursor: cursorParameter.optional(),
});

export const listTenantKeys = {
  id: 'listTenantKeys',
  method: 'GET',
  path: '/operator/tenants/{tenant_id}/keys',
  scope: null,
  tag: 'Tenants',
  summary: 'List the keys of a tenant',
  description:
    'Its keys, the newest first; those that were revoked, too. None where there is no such tenant. Nothing tells what a key is.',
  query: listTenantKeysQuery,
  answers: { 200: jsonAnswer('A page of keys.', apiKeyList) },
  errors: ['invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

export const revokeTenantKey = {
  id: 'revokeTenantKey',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/keys/{key_id}/revoke',
  scope: null,
  tag: 'Tenants',
  summary: 'Revoke a key of a tenant',
  description:
    'The key is refused everywhere within five seconds, and what it streams ends. Revoking it again changes nothing.',
  query: noQuery,
  body: actContent(),
  answers: { 200: jsonAnswer('The key is revoked.', apiKey) },
  errors: [...BODY_ERRORS, 'key_not_found'],
} as const satisfies Operation;

export const listTenantSecrets = {
  id: 'listTenantSecrets',
  method: 'GET',
  path: '/operator/tenants/{tenant_id}/callback-secrets',
  scope: null,
  tag: 'Tenants',
  summary: 'List the callback secrets of a tenant',
  description: 'Which secrets sign its callbacks, without themselves.',
  query: noQuery,
  answers: { 200: jsonAnswer('The secrets.', callbackSecretList) },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const replaceTenantSecret = {
  id: 'replaceTenantSecret',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/callback-secrets',
  scope: null,
  tag: 'Tenants',
  summary: 'Replace the callback secret of a tenant',
  description:
    'A new secret, the first or in place of the old one, which signs for 24 hours more. It is shown this once.',
  query: noQuery,
  body: actContent(),
  answers: { 201: jsonAnswer('The new secret.', newCallbackSecret) },
  errors: [
    ...BODY_ERRORS,
    'tenant_not_found',
    'callback_keys_missing',
    'request_in_progress',
    'too_many_callback_secrets',
  ],
} as const satisfies Operation;

export const revokeTenantSecret = {
  id: 'revokeTenantSecret',
  method: 'POST',
  path: '/operator/tenants/{tenant_id}/callback-secrets/{secret_id}/revoke',
  scope: null,
  tag: 'Tenants',
  summary: 'End a callback secret of a tenant',
  description: 'One that was replaced signs no more, within seconds.',
  query: noQuery,
  body: actContent(),
  answers: { 200: jsonAnswer('The secret signs no more.', callbackSecret) },
  errors: [...BODY_ERRORS, 'callback_secret_not_found', 'callback_secret_current'],
} as const satisfies Operation;
