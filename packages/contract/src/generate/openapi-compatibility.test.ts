import { describe, expect, it } from 'vitest';
import { TENANTS } from './audiences.ts';
import { openApiDocument } from './openapi.ts';
import { openApiBreaches } from './openapi-compatibility.ts';
import type { JsonSchema } from './walk.ts';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}
interface Operation {
  parameters: Parameter[];
  security?: unknown;
  requestBody?: { required: boolean; content: Record<string, unknown> };
  responses: Record<string, unknown>;
}
interface Changeable {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, { properties: Record<string, JsonSchema>; required: string[] }>;
  };
}

function breachesOf(change: (document: Changeable) => void): readonly string[] {
  const changed = structuredClone(openApiDocument('0.1.0', TENANTS));
  change(changed as unknown as Changeable);
  return openApiBreaches(openApiDocument('0.1.0', TENANTS), changed);
}

const list = ({ paths }: Changeable) => paths['/v1/tasks']?.get as Operation;
const cancel = ({ paths }: Changeable) => paths['/v1/tasks/{task_id}/cancel']?.post as Operation;
const parameter = (document: Changeable, name: string) =>
  list(document).parameters.find((each) => each.name === name) as Parameter;

function codesOf({ components }: Changeable): string[] {
  const code = components.schemas.ErrorDetail?.properties.code as { 'x-extensible-enum': string[] };
  return code['x-extensible-enum'];
}

describe('a later document', () => {
  it('may be the same, and may have more', () => {
    expect(breachesOf(() => {})).toEqual([]);
    const more = breachesOf((document) => {
      document.paths['/v1/more'] = { get: list(document) };
      list(document).parameters.push({ name: 'more', in: 'query', required: false, schema: {} });
      list(document).responses['418'] = { description: 'A teapot.' };
      const task = document.components.schemas.Task;
      if (task) task.properties.more = { type: 'string' };
      (list(document).security as unknown[]).push({ more: [] });
      codesOf(document).push('more');
    });
    expect(more).toEqual([]);
  });

  it.each([
    ['an operation that is gone', (document: Changeable) => delete document.paths['/v1/usage'], 'is gone'],
    [
      'a parameter that is gone',
      (document: Changeable) => list(document).parameters.shift(),
      'GET /v1/tasks no longer takes query status',
    ],
    [
      'a parameter that is required',
      (document: Changeable) => Object.assign(parameter(document, 'model'), { required: true }),
      'GET /v1/tasks requires query model',
    ],
    [
      'a new parameter that is required',
      (document: Changeable) =>
        list(document).parameters.push({ name: 'x', in: 'query', required: true, schema: {} }),
      'GET /v1/tasks requires query x',
    ],
    [
      'a limit that is narrower',
      (document: Changeable) => Object.assign(parameter(document, 'limit').schema, { maximum: 50 }),
      'maximum was 100 and is 50',
    ],
    [
      'a key of an answer that is gone',
      (document: Changeable) => delete document.components.schemas.Task?.properties.billing,
      'schema Task: /billing: was removed',
    ],
    [
      'a key of an answer that may be absent',
      (document: Changeable) => document.components.schemas.Task?.required.shift(),
      'was required and is optional',
    ],
    [
      'an answer that is gone',
      (document: Changeable) => delete list(document).responses['200'],
      'no longer answers 200',
    ],
    [
      'a body that is required',
      (document: Changeable) => Object.assign(cancel(document).requestBody ?? {}, { required: true }),
      'body is required',
    ],
    [
      'a media type that is gone',
      (document: Changeable) => delete cancel(document).requestBody?.content['application/json'],
      'no longer is application/json',
    ],
    [
      'an error code that is gone',
      (document: Changeable) => codesOf(document).shift(),
      '/code: the value malformed_json is gone',
    ],
    [
      'a key that is no longer taken',
      (document: Changeable) => Object.assign(list(document), { security: [{ more: [] }] }),
      'GET /v1/tasks asks for other keys',
    ],
    [
      'an operation that no longer is for everybody',
      (document: Changeable) => delete document.paths['/docs']?.get?.security,
      'GET /docs asks for other keys',
    ],
  ])('breaks by %s', (_name, change, sentence) => {
    expect(breachesOf(change).join('\n')).toContain(sentence);
  });
});
