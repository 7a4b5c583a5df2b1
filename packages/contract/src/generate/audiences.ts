import type { ErrorCode } from '../errors.ts';
import { OPERATIONS } from '../http/operations/index.ts';
import { OPERATOR_OPERATIONS } from '../http/operations/operator/index.ts';
import type { Audience } from './openapi.ts';
import { OPERATOR_NAMES, TENANT_NAMES } from './openapi-schemas.ts';
import { webhooks } from './openapi-webhooks.ts';

/** What any operation may answer with. */
const COMMON_ERRORS: readonly ErrorCode[] = [
  'malformed_request',
  'not_acceptable',
  'uri_too_long',
  'headers_too_large',
  'rate_limited',
  'internal_error',
  'service_unavailable',
  'timeout',
];
const KEY_ERRORS: readonly ErrorCode[] = ['unauthorized', 'invalid_api_key', 'tenant_disabled', 'forbidden'];

/** Whoever has a key of a tenant. */
export const TENANTS: Audience = {
  info: {
    title: 'Taskfold',
    summary: 'What happened to asynchronous AI tasks, what they cost, and whether their callers were told.',
    description:
      'Compatible with the published tasks API; whatever is added is additive. JSON in UTF-8, compressed where `Accept-Encoding` asks for gzip or br and it is worth it; times are RFC 3339 in UTC with milliseconds; money is a decimal string. A whole number is at most 2^53, any other number of the API a double; `input`, `output` and `details` come as they were sent, so a number there may be longer than either. Keys that may be null are always there. Links are paths, to be resolved against the address of the API, unless it is told its own. Keys may be added to answers in time: ignore those you do not know. A task of another tenant looks exactly like one that does not exist.',
  },
  operations: Object.values(OPERATIONS),
  tags: {
    Tasks: 'What happens to tasks.',
    Usage: 'What they used and cost.',
    Events: 'What producers say of them.',
    Keys: 'Who may ask.',
    Callbacks: 'Whether their callers were told.',
    Documentation: 'This description.',
    Webhooks: 'What callers of tasks are sent.',
  },
  security: [{ apiKey: [] }],
  securityOf({ scope, readTokens }) {
    if (scope === null) return [];
    return readTokens ? [{ apiKey: [] }, { readToken: [] }, { readTokenInUrl: [] }] : undefined;
  },
  securitySchemes: {
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'sk-…',
      description: 'An API key of the tenant. Its scopes say what it may do.',
    },
    readToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'tft_…',
      description: 'A token of `POST /v1/tokens`, good for minutes: it reads one task, or those of a filter.',
    },
    readTokenInUrl: {
      type: 'apiKey',
      in: 'query',
      name: 'access_token',
      description: 'The same, where headers cannot be sent: from `EventSource` in a browser.',
    },
  },
  commonErrors: ({ scope }) => [...COMMON_ERRORS, ...(scope === null ? [] : KEY_ERRORS)],
  hasBudget: ({ scope }) => scope !== null,
  names: TENANT_NAMES,
  webhooks,
};

/** Whoever has the operator's token, on the admin port. */
export const OPERATORS: Audience = {
  info: {
    title: 'Taskfold for operators',
    summary: 'What crosses tenants: where partitions stand, dead letters, tenants.',
    description:
      'Below `/operator/` of the admin port, for whoever sends the operator’s token. JSON in UTF-8, whatever the `Content-Type` says; times are RFC 3339 in UTC with milliseconds. Keys may be added to answers in time: ignore those you do not know.',
  },
  operations: Object.values(OPERATOR_OPERATIONS),
  tags: {
    Standing: 'Where partitions, relays and rebuilds stand.',
    'Dead letters': 'Records that can never fold.',
    Tenants: 'Who may ask, and what is signed with.',
    Documentation: 'This description.',
  },
  security: [{ operatorToken: [] }],
  securityOf: () => undefined,
  securitySchemes: {
    operatorToken: { type: 'http', scheme: 'bearer', description: 'The `OPERATOR_TOKEN` of the API.' },
  },
  commonErrors: () => [...COMMON_ERRORS, 'unauthorized'],
  hasBudget: () => false,
  names: OPERATOR_NAMES,
};
