import { z } from 'zod';
import { ERRORS, type ErrorCode, OPERATOR_ERRORS } from '../errors.ts';
import type { Operation } from '../http/operation.ts';
import { OPERATOR_OPERATIONS } from '../http/operations/operator/index.ts';
import { fieldsOf } from './fields.ts';
import { errorTable, fieldTable, page, table } from './reference.ts';

/** `docs/reference/operator-api.md`: what operators ask for and do over HTTP. */
export function operatorReference(): string {
  const operations: readonly Operation[] = Object.values(OPERATOR_OPERATIONS);
  return page(
    '# The operators’ API',
    'What is below `/operator/` of the admin port of the API, for whoever sends `Authorization: Bearer <OPERATOR_TOKEN>`: how it is used is in [for operators, over HTTP](../operations/operator-api.md). `GET /operator/openapi.json` is the same for programs. A parameter or a field that is not known is refused. Every `POST` names its `actor`; what was done is in `audit_log`.',
    table(
      ['operation', 'what'],
      operations.map((operation) => [
        `[\`${line(operation)}\`](#${operation.id.toLowerCase()})`,
        operation.summary,
      ]),
    ),
    ...operations.flatMap(section),
    '## Errors',
    'The body of an error is that of [the public API](errors.md), and so are the codes that are not listed here.',
    errorTable(Object.keys(OPERATOR_ERRORS) as ErrorCode[]),
  );
}

const line = ({ method, path }: Operation) => `${method} ${path}`;

function section(operation: Operation): readonly string[] {
  const { id, description, pathParameters, query, body, answers, errors } = operation;
  const given = [pathParameters, query].filter((schema) => schema !== undefined).flatMap(fieldsIn);
  const sent = Object.values(body?.content ?? {}).flatMap(({ schema }) => fieldsIn(schema));
  const parts = [`## ${id}`, `\`${line(operation)}\``, description];
  if (given.length > 0) parts.push('Parameters:', fieldTable(given));
  if (sent.length > 0) parts.push('Body:', fieldTable(sent));
  for (const [status, { description: what, content = {} }] of Object.entries(answers)) {
    const fields = Object.values(content).flatMap(({ schema }) => fieldsIn(schema));
    parts.push(`Answer ${status}: ${what}`);
    if (fields.length > 0) parts.push(fieldTable(fields, 'always present'));
  }
  const own = errors.map((code) => `\`${code}\` (${ERRORS[code].status})`);
  return [...parts, `Errors: ${own.join(', ')}.`];
}

const fieldsIn = (schema: z.ZodType) => fieldsOf(z.toJSONSchema(schema, { io: 'input' }));
