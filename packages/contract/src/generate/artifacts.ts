import { asyncApiDocument } from './asyncapi.ts';
import { OPERATORS, TENANTS } from './audiences.ts';
import { httpReference } from './http-reference.ts';
import { jsonSchemas } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';
import { openApi30 } from './openapi-3-0.ts';
import { operatorReference } from './operator-reference.ts';
import { envelopeReference, errorsReference, eventsReference } from './reference.ts';

/** Every generated file: its path from the root of the repository, and its content. */
export function artifacts(version: string): ReadonlyMap<string, string> {
  const schemas = [...jsonSchemas()].map(
    ([type, schema]) => [`packages/contract/generated/json-schema/${type}.json`, json(schema)] as const,
  );
  return new Map([
    ...schemas,
    ['packages/contract/generated/asyncapi.json', json(asyncApiDocument(version))],
    ['packages/contract/generated/openapi.json', json(openApiDocument(version, TENANTS))],
    ['packages/contract/generated/openapi-3.0.json', json(openApi30(openApiDocument(version, TENANTS)))],
    ['packages/contract/generated/operator-openapi.json', json(openApiDocument(version, OPERATORS))],
    ['docs/reference/events.md', eventsReference()],
    ['docs/reference/errors.md', errorsReference()],
    ['docs/reference/envelope.md', envelopeReference()],
    ['docs/reference/operator-api.md', operatorReference()],
    ...[...httpReference()].map(([name, text]) => [`docs/reference/http/${name}`, text] as const),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
