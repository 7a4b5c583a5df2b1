import { z } from 'zod';
import { taskEnvelope } from '../envelope/task.ts';
import type { ErrorCode } from '../errors.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import type { Content, Operation } from '../http/operation.ts';
import { OPERATIONS } from '../http/operations/index.ts';
import { TENANTS } from './audiences.ts';
import { type Field, fieldsOf } from './fields.ts';
import { errorTable, example, fieldTable, page, table } from './reference.ts';

/** `docs/reference/http`: by its name, a page for each operation that the OpenAPI document has, and one that lists them. */
export function httpReference(): ReadonlyMap<string, string> {
  const operations: readonly Operation[] = Object.values(OPERATIONS);
  return new Map([
    ['README.md', overview(operations)],
    ...operations.map((operation) => [`${operation.id}.md`, operationPage(operation)] as const),
  ]);
}

function overview(operations: readonly Operation[]): string {
  const byTag = Map.groupBy(operations, ({ tag }) => tag);
  return page(
    '# The HTTP API',
    TENANTS.info.description,
    'Send a key as `Authorization: Bearer sk-…`; the word `Bearer` may be left out. Each operation names the scope that the key needs. Reads that say so also take a [read token](../../browsers.md#read-tokens). A running API serves the same as `/openapi.json` for programs (`/openapi-3.0.json` for [generators](../../generated-clients.md) that read no 3.1), and as `/docs` for people who want to try it.',
    'The lines to paste take the address of the API from `$API` and a key from `$KEY`; ids of keys and secrets from `$KEY_ID` and `$SECRET_ID`. Tests run them.',
    ...[...byTag].flatMap(([tag, list]) => [
      `## ${tag}`,
      TENANTS.tags[tag] ?? '',
      table(
        ['operation', 'what it does', 'scope'],
        list.map(({ id, method, path, summary, scope }) => [
          `[\`${method} ${path}\`](${id}.md)`,
          summary,
          scope === null ? 'none' : scope === 'any' ? 'any' : `\`${scope}\``,
        ]),
      ),
    ]),
    '## Errors',
    'An error is told by its status and its code: [all of them](../errors.md).',
  );
}

function operationPage(operation: Operation): string {
  const { id, summary, description, body, answers, errors } = operation;
  return page(
    `# ${summary}`,
    `\`${operation.method} ${operation.path}\` · \`${id}\``,
    description,
    access(operation),
    pasteable(operation),
    ...parameters(operation),
    ...(body === undefined
      ? []
      : [
          `## Body${body.required ? '' : ' (optional)'}`,
          ...Object.entries(body.content).flatMap(([type, content]) =>
            contentParts(type, content, 'required'),
          ),
        ]),
    ...Object.entries(answers).flatMap(([status, { description: what, content = {}, headers = {} }]) => [
      `## Answer ${status}`,
      what,
      ...Object.entries(content).flatMap(([type, each]) => contentParts(type, each, 'always present')),
      ...(Object.keys(headers).length === 0 ? [] : ['Headers of its own:', headerTable(headers)]),
    ]),
    '## Errors',
    'Beside those that [any request](../errors.md) may be answered with:',
    errors.length === 0 ? 'None.' : errorTable([...new Set<ErrorCode>(errors)]),
  );
}

function access({ scope, readTokens = false }: Operation): string {
  if (scope === null) return 'No key is asked for.';
  const needs = scope === 'any' ? 'Needs a key, of any scope' : `Needs a key with the scope \`${scope}\``;
  return readTokens ? `${needs}, or a [read token](../../browsers.md#read-tokens).` : `${needs}.`;
}

/** A line for a shell. */
function pasteable({ method, path, scope, body }: Operation): string {
  const url = path
    .replace('{task_id}', EXAMPLE_UPDATE.subject)
    .replaceAll(/\{(\w+)\}/g, (_all, name: string) => `$${name.toUpperCase()}`);
  const [[type, { example: sent }] = ['', { example: undefined }]] = Object.entries(body?.content ?? {});
  const parts = [
    `curl -s ${method === 'GET' ? '' : `-X ${method} `}"$API${url}"`,
    ...(scope === null ? [] : ['-H "Authorization: Bearer $KEY"']),
    ...(sent === undefined ? [] : [`-H 'Content-Type: ${type}'`, `-d ${quoted(JSON.stringify(sent))}`]),
  ];
  return `\`\`\`sh\n${parts.join(' \\\n  ')}\n\`\`\``;
}

/** As one word of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function parameters({ path, pathParameters, query, headers = {} }: Operation): readonly string[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath: readonly Field[] =
    pathParameters === undefined
      ? names.map((name) => ({
          path: name,
          type: 'identifier',
          required: true,
          description: `The id of the ${name.replace(/_id$/, '').replaceAll('_', ' ')}.`,
        }))
      : fieldsIn(pathParameters);
  const inQuery = query === undefined ? [] : fieldsIn(query);
  return [
    ...(inPath.length === 0 ? [] : ['## In the path', fieldTable(inPath)]),
    ...(inQuery.length === 0 ? [] : ['## In the query', fieldTable(inQuery)]),
    ...(Object.keys(headers).length === 0 ? [] : ['## Headers', headerTable(headers)]),
  ];
}

function contentParts(
  type: string,
  { schema, example: shown }: Content,
  presence: string,
): readonly string[] {
  const what = `As \`${type}\``;
  if (schema === taskEnvelope) return [`${what}: the [task](../envelope.md).`];
  const json = z.toJSONSchema(schema, { io: 'input' });
  const fields = fieldsOf(json);
  const description = json.description ?? (json.type === 'array' ? 'A list of the above.' : '');
  return [
    description === '' ? `${what}:` : `${what}: ${description}`,
    ...(fields.length === 0 ? [] : [fieldTable(fields, presence)]),
    ...(shown === undefined ? [] : [example(shown)]),
  ];
}

function headerTable(headers: NonNullable<Operation['headers']>): string {
  return table(
    ['header', 'meaning'],
    Object.entries(headers).map(([name, { description }]) => [`\`${name}\``, description]),
  );
}

const fieldsIn = (schema: z.ZodType) => fieldsOf(z.toJSONSchema(schema, { io: 'input' }));
