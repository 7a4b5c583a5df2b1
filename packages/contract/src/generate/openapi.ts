import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import { anyHeader, type Content, type Operation } from '../http/operation.ts';
import type { NeededScope } from '../http/scopes.ts';
import { identifier } from '../primitives.ts';
import type { SchemaNames } from './names.ts';
import { withNumberFormats } from './openapi-numbers.ts';
import { type ComponentSchemas, componentSchemas } from './openapi-schemas.ts';
import { plain } from './plain.ts';
import type { JsonSchema } from './walk.ts';

/** Whom a document is for. */
export interface Audience {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly operations: readonly Operation[];
  /** By tag, what operations have in common. */
  readonly tags: Readonly<Record<string, string>>;
  /** What is asked for where an operation says nothing else. */
  readonly security: readonly JsonSchema[];
  /** The same of one operation, where it differs. */
  securityOf(operation: Operation): readonly JsonSchema[] | undefined;
  readonly securitySchemes: JsonSchema;
  /** What any operation may answer with, and what one may that asks who calls. */
  commonErrors(operation: Operation): readonly ErrorCode[];
  /** Whether its answers tell what is left of a budget. */
  hasBudget(operation: Operation): boolean;
  readonly names: SchemaNames;
  /** What the system asks for elsewhere, by its name. */
  webhooks?(schemas: ComponentSchemas): JsonSchema;
}

/** An OpenAPI 3.1 document: made from the schemas that validate, and the table of errors. */
export function openApiDocument(version: string, audience: Audience): JsonSchema {
  const { info, operations, security, securitySchemes } = audience;
  const schemas = componentSchemas(audience.names, operations);
  const more = audience.webhooks === undefined ? {} : { webhooks: audience.webhooks(schemas) };
  const paths = Object.fromEntries(
    [...Map.groupBy(operations, ({ path }) => path)].map(([path, list]) => [
      path,
      Object.fromEntries(
        list.map((operation) => [
          operation.method.toLowerCase(),
          operationObject(operation, audience, schemas),
        ]),
      ),
    ]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: info.title,
      version,
      summary: info.summary,
      description: info.description,
      contact: { name: 'The operators of this installation', url: 'https://example.com' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'Production: where this document was read.', 'x-internal': false }],
    tags: tagsOf(audience),
    security,
    paths,
    ...more,
    components: {
      securitySchemes,
      parameters: { RequestId: requestIdParameter() },
      headers: commonHeaders(operations.some(audience.hasBudget)),
      schemas: schemas.components([paths, more]),
    },
  };
}

function operationObject(operation: Operation, audience: Audience, schemas: ComponentSchemas): JsonSchema {
  const { id, tag, summary, scope, body } = operation;
  const security = audience.securityOf(operation);
  const needs = scope === null ? '' : `\n\n${neededScope(scope)}`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: operation.description + needs,
    ...(takesAnyParameter(operation.query) ? { 'x-other-parameters': 'ignored' } : {}),
    ...(security === undefined ? {} : { security }),
    parameters: [
      ...pathParameters(operation),
      ...queryParameters(operation.query),
      ...headerParameters(operation.headers),
      { $ref: '#/components/parameters/RequestId' },
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required, content: contentObject(body.content, schemas) } }),
    responses: { ...answersOf(operation, audience, schemas), ...errorsOf(operation, audience) },
  };
}

function neededScope(scope: NonNullable<NeededScope>): string {
  return scope === 'any' ? 'Any key may ask.' : `Needs the scope \`${scope}\`.`;
}

function pathParameters({ path, pathParameters: other }: Operation): readonly JsonSchema[] {
  if (other !== undefined)
    return schemaParameters(other).map((parameter) => ({ ...parameter, in: 'path', required: true }));
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: `The id of the ${name.replace(/_id$/, '').replaceAll('_', ' ')}.`,
    schema: schemaOf(identifier),
    ...(name === 'task_id' ? { example: EXAMPLE_UPDATE.subject } : {}),
  }));
}

/** Whether parameters that the query does not know are left aside. `x-other-parameters` says so: OpenAPI has no word for it. */
function takesAnyParameter(query: z.ZodType | undefined): boolean {
  return query !== undefined && z.toJSONSchema(query, { io: 'input' }).additionalProperties !== false;
}

function queryParameters(query: z.ZodType | undefined): readonly JsonSchema[] {
  if (query === undefined) return [];
  return schemaParameters(query).map(({ name, description, schema }) => {
    const { type } = schema as JsonSchema;
    return {
      name,
      in: 'query',
      required: false,
      description,
      ...(type === 'array' ? { style: 'form', explode: false } : {}),
      ...(type === 'object' ? { style: 'deepObject', explode: true } : {}),
      schema,
    };
  });
}

function schemaParameters(of: z.ZodType): readonly JsonSchema[] {
  const { properties = {} } = z.toJSONSchema(of, { io: 'input' });
  return Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, { description, ...schema }]) => ({ name, description, schema: spelled(schema) }),
  );
}

function headerParameters(headers: Operation['headers'] = {}): readonly JsonSchema[] {
  return Object.entries(headers).map(([name, { schema, description }]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: schemaOf(schema),
  }));
}

function answersOf(
  operation: Operation,
  audience: Audience,
  schemas: ComponentSchemas,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, { description, content, headers = {} }]) => [
      status,
      {
        description,
        headers: {
          ...headerRefs(audience.hasBudget(operation)),
          ...Object.fromEntries(
            Object.entries(headers).map(([name, header]) => [
              name,
              { description: header.description, schema: schemaOf(header.schema) },
            ]),
          ),
        },
        ...(content === undefined ? {} : { content: contentObject(content, schemas) }),
      },
    ]),
  );
}

function contentObject(content: Readonly<Record<string, Content>>, { ref }: ComponentSchemas): JsonSchema {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema, example }]) => [
      type,
      { schema: ref(schema), ...(example === undefined ? {} : { example }) },
    ]),
  );
}

/** One response for each status; its examples are the codes that may stand there. */
function errorsOf(operation: Operation, audience: Audience): Record<string, JsonSchema> {
  const codes = [...audience.commonErrors(operation), ...operation.errors];
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${ERRORS[code].description}`).join('\n\n'),
        headers: {
          ...headerRefs(audience.hasBudget(operation)),
          ...(list.some((code) => ERRORS[code].retryable)
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

function errorExample(code: ErrorCode) {
  const { message, retryable } = ERRORS[code];
  return { error: { code, message, retryable, request_id: 'req_01JD9Z6M3T7V2X8Q4N5B6C7D8E' } };
}

function headerRefs(hasBudget: boolean): JsonSchema {
  const ref = (name: string) => ({ $ref: `#/components/headers/${name}` });
  const limits = { RateLimit: ref('RateLimit'), 'RateLimit-Policy': ref('RateLimitPolicy') };
  return { 'X-Request-Id': ref('RequestId'), ...(hasBudget ? limits : {}) };
}

function commonHeaders(hasBudgets: boolean): JsonSchema {
  const header = (description: string, schema: JsonSchema) => ({ description, schema: spelled(schema) });
  const text = { type: 'string', maxLength: 256, pattern: '^[\\x20-\\x7e]*$' };
  return {
    RequestId: header(
      'Names the request, also in the logs: the one of the request where that has 1 to 256 visible ASCII characters, else a new one, `req_` and a ULID.',
      {
        type: 'string',
        pattern: '^[\\x21-\\x7e]{1,256}$',
      },
    ),
    ...(hasBudgets && {
      RateLimit: header('What is left of the budget of the key, and when it is full again (draft 11).', text),
      RateLimitPolicy: header('The budget of the key: requests `q` in `w` seconds.', text),
    }),
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
    schema: schemaOf(anyHeader),
  };
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return spelled(json as JsonSchema);
}

const spelled = (schema: JsonSchema) => withNumberFormats(plain(schema));

function tagsOf({ operations, tags, webhooks }: Audience) {
  const used = operations.map(({ tag }) => tag);
  return [...new Set([...used, ...(webhooks === undefined ? [] : ['Webhooks'])])].map((name) => ({
    name,
    description: tags[name] ?? name,
  }));
}
