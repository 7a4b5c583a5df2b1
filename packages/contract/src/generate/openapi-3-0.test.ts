import spectral from '@stoplight/spectral-core';
import { Json } from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import { expect, it } from 'vitest';
import { TENANTS } from './audiences.ts';
import { openApiDocument } from './openapi.ts';
import { openApi30 } from './openapi-3-0.ts';

const newer = openApiDocument('0.1.0', TENANTS);
const document = openApi30(newer);
type Named = Readonly<Record<string, unknown>>;
const schemasOf = ({ components }: Named) => (components as { readonly schemas: Named }).schemas;

it('is OpenAPI 3.0 by the rules of it', async () => {
  const linter = new spectral.Spectral();
  linter.setRuleset({
    extends: [rulesets.oas],
    rules: {
      // Read to the letter, what a reference is to must be `nullable` itself. Generators read it as everybody writes it; that the
      // examples fit is held of the document that this one is made of.
      'oas3-valid-media-example': 'off',
    },
  } as never);
  const problems = await linter.run(new spectral.Document(JSON.stringify(document, null, 2), Json));
  // Some are of the webhooks alone, which 3.0 has not.
  const shown = problems.filter(({ code }) => code !== 'oas3-unused-component');
  expect(shown.map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`)).toEqual([]);
}, 60_000);

it('has the same operations and schemas', () => {
  const lines = (paths: unknown) =>
    Object.entries(paths as Readonly<Record<string, object>>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  expect(lines(document.paths)).toEqual(lines(newer.paths));
  expect(Object.keys(schemasOf(document))).toEqual(Object.keys(schemasOf(newer)));
});

it('says what may be null, what is constant and what a reference is in the words of 3.0', () => {
  const { properties } = schemasOf(document).Task as { readonly properties: Named };
  expect(properties.object).toMatchObject({ type: 'string', enum: ['task'] });
  expect(properties.started_at).toMatchObject({ type: 'string', format: 'date-time', nullable: true });
  expect(properties.progress).toMatchObject({
    allOf: [{ $ref: '#/components/schemas/Progress' }],
    type: 'object',
    nullable: true,
  });
  expect(properties.status).toMatchObject({ allOf: [{ $ref: '#/components/schemas/TaskStatus' }] });
  expect(JSON.stringify(document)).not.toMatch(/"type":(\[|"null")|"const":|"propertyNames":/);
});
