import { z } from 'zod';
import { API_ERRORS, type ApiErrorCode } from '../errors.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import { anyHeader, type Content, type Operation } from '../http/operation.ts';
import { OPERATIONS } from '../http/operations/index.ts';
import { identifier } from '../primitives.ts';
import type { JsonSchema } from './json-schema.ts';
import { bounded } from './openapi-bounds.ts';
import { componentSchemas, schemaOf } from './openapi-schemas.ts';
import { webhooks } from './openapi-webhooks.ts';

/** What any operation may answer with. */
const COMMON_ERRORS: readonly ApiErrorCode[] = [
  'malformed_request',
  'not_acceptable',
  'uri_too_long',
  'headers_too_large',
  'rate_limited',
  'internal_error',
  'service_unavailable',
  'timeout',
];
const KEY_ERRORS: readonly ApiErrorCode[] = [
  'unauthorized',
  'invalid_api_key',
  'tenant_disabled',
  'forbidden',
];

/** The OpenAPI 3.1 document of the HTTP API: made from the schemas that validate, and the table of errors. */
export function openApiDocument(version: string): JsonSchema {
  const operations: readonly Operation[] = Object.values(OPERATIONS);
  const paths = Object.fromEntries(
    [...Map.groupBy(operations, ({ path }) => path)].map(([path, list]) => [
      path,
      Object.fromEntries(
        list.map((operation) => [operation.method.toLowerCase(), operationObject(operation)]),
      ),
    ]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Taskfold',
      version,
      summary: 'What happened to asynchronous AI tasks, what they cost, and whether their callers were told.',
      description:
        'Compatible with the published tasks API; whatever is added is additive. JSON in UTF-8, compressed where `Accept-Encoding` asks for gzip or br and it is worth it; times are RFC 3339 in UTC with milliseconds; money is a decimal string. Keys may be added to answers in time: ignore those you do not know. A task of another tenant looks exactly like one that does not exist.',
      contact: { name: 'The operators of this installation', url: 'https://example.com' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'Production: where this document was read.', 'x-internal': false }],
    tags: tagsOf(operations),
    security: [{ apiKey: [] }],
    paths,
    webhooks: webhooks(),
    components: {
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
          description:
            'A token of `POST /v1/tokens`, good for minutes: it reads one task, or those of a filter.',
        },
        readTokenInUrl: {
          type: 'apiKey',
          in: 'query',
          name: 'access_token',
          description: 'The same, where headers cannot be sent: from `EventSource` in a browser.',
        },
      },
      parameters: { RequestId: requestIdParameter() },
      headers: commonHeaders(),
      schemas: componentSchemas(),
    },
  };
}

function operationObject(operation: Operation): JsonSchema {
  const { id, tag, summary, scope, body } = operation;
  const needs = scope === null ? '' : `\n\nNeeds the scope \`${scope}\`.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: operation.description + needs,
    ...(takesAnyParameter(operation.query) ? { 'x-other-parameters': 'ignored' } : {}),
    ...(scope === null ? { security: [] } : {}),
    ...(operation.readTokens
      ? { security: [{ apiKey: [] }, { readToken: [] }, { readTokenInUrl: [] }] }
      : {}),
    parameters: [
      ...pathParameters(operation.path),
      ...queryParameters(operation.query),
      ...headerParameters(operation.headers),
      { $ref: '#/components/parameters/RequestId' },
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required, content: contentObject(body.content) } }),
    responses: { ...answersOf(operation), ...errorsOf(operation) },
  };
}

function pathParameters(path: string): readonly JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: `The id of the ${name.replace(/_id$/, '').replaceAll('_', ' ')}.`,
    schema: bounded(schemaOf(identifier)),
    ...(name === 'task_id' ? { example: EXAMPLE_UPDATE.subject } : {}),
  }));
}

/** Whether parameters that the query does not know are left aside. `x-other-parameters` says so: OpenAPI has no word for it. */
function takesAnyParameter(query: z.ZodType | undefined): boolean {
  return query !== undefined && z.toJSONSchema(query, { io: 'input' }).additionalProperties !== false;
}

function queryParameters(query: z.ZodType | undefined): readonly JsonSchema[] {
  if (query === undefined) return [];
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: false,
      description,
      ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
      ...(schema.type === 'object' ? { style: 'deepObject', explode: true } : {}),
      schema: bounded(schema),
    }),
  );
}

function headerParameters(headers: Operation['headers'] = {}): readonly JsonSchema[] {
  return Object.entries(headers).map(([name, { schema, description }]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: bounded(schemaOf(schema)),
  }));
}

function answersOf({ answers, scope }: Operation): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, content, headers = {} }]) => [
      status,
      {
        description,
        headers: {
          ...headerRefs(scope),
          ...Object.fromEntries(
            Object.entries(headers).map(([name, header]) => [
              name,
              { description: header.description, schema: bounded(schemaOf(header.schema)) },
            ]),
          ),
        },
        ...(content === undefined ? {} : { content: contentObject(content) }),
      },
    ]),
  );
}

function contentObject(content: Readonly<Record<string, Content>>): JsonSchema {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema, example }]) => [
      type,
      { schema: schemaOf(schema, true), ...(example === undefined ? {} : { example }) },
    ]),
  );
}

/** One response for each status; its examples are the codes that may stand there. */
function errorsOf({ errors, scope }: Operation): Record<string, JsonSchema> {
  const codes = [...COMMON_ERRORS, ...(scope === null ? [] : KEY_ERRORS), ...errors];
  const byStatus = Map.groupBy(new Set(codes), (code) => API_ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${API_ERRORS[code].description}`).join('\n\n'),
        headers: {
          ...headerRefs(scope),
          ...(list.some((code) => API_ERRORS[code].retryable)
            ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
            : {}),
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            examples: Object.fromEntries(list.map((code) => [code, { value: errorExample(code) }])),
          },
        },
      },
    ]),
  );
}

function errorExample(code: ApiErrorCode) {
  const { message, retryable } = API_ERRORS[code];
  return { error: { code, message, retryable, request_id: 'req_01JD9Z6M3T7V2X8Q4N5B6C7D8E' } };
}

function headerRefs(scope: Operation['scope']): JsonSchema {
  const ref = (name: string) => ({ $ref: `#/components/headers/${name}` });
  const limits = { RateLimit: ref('RateLimit'), 'RateLimit-Policy': ref('RateLimitPolicy') };
  return { 'X-Request-Id': ref('RequestId'), ...(scope === null ? {} : limits) };
}

function commonHeaders(): JsonSchema {
  const header = (description: string, schema: JsonSchema) => ({ description, schema: bounded(schema) });
  const text = { type: 'string', maxLength: 256, pattern: '^[\\x20-\\x7e]*$' };
  return {
    RequestId: header(
      'Names the request, also in the logs: the one of the request where that has 1 to 256 visible ASCII characters, else a new one, `req_` and a ULID.',
      {
        type: 'string',
        pattern: '^[\\x21-\\x7e]{1,256}$',
      },
    ),
    RateLimit: header('What is left of the budget of the key, and when it is full again (draft 11).', text),
    RateLimitPolicy: header('The budget of the key: requests `q` in `w` seconds.', text),
    RetryAfter: header('Seconds to wait before the next try.', {
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
    }),
  };
}

function requestIdParameter(): JsonSchema {
  return {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description:
      'Names the request; the answer has it, too. What is not 1 to 256 visible ASCII characters (no spaces) is replaced by a new one.',
    schema: bounded(schemaOf(anyHeader)),
  };
}

const TAGS: Readonly<Record<string, string>> = {
  Tasks: 'What happens to tasks.',
  Usage: 'What they used and cost.',
  Events: 'What producers say of them.',
  Keys: 'Who may ask.',
  Callbacks: 'Whether their callers were told.',
  Documentation: 'This description.',
};

function tagsOf(operations: readonly Operation[]) {
  return [...new Set(operations.map(({ tag }) => tag))].map((name) => ({
    name,
    description: TAGS[name] ?? name,
  }));
}
