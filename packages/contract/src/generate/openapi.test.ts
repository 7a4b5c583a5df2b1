import spectral from '@stoplight/spectral-core';
import owasp from '@stoplight/spectral-owasp-ruleset';
import { Json } from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import { describe, expect, it } from 'vitest';
import { API_ERRORS, ERRORS } from '../errors.ts';
import { OPERATORS, TENANTS } from './audiences.ts';
import { openApiDocument } from './openapi.ts';
import { isSchema } from './walk.ts';

const { Document, Spectral } = spectral;

/** Open to anybody by intent: no key is asked for, so none is refused, and no budget of a key is spent. */
const PUBLIC = ['/openapi.json', '/openapi-3.0.json', '/asyncapi.json', '/docs'];

interface Described {
  readonly operationId: string;
  readonly parameters: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** Texts of events, whose limit is that of the whole event, or of their type. */
const EVENT_TEXTS = ['postEvents/type', 'postEvents/tenantid'];

const LIMITS = ['maxLength', 'maxItems', 'enum', 'const', 'pattern', 'format'];

/** The paths of texts and lists without a limit, by way of references. */
function unlimitedIn(
  part: unknown,
  schemas: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] {
  if (!isSchema(part))
    return Array.isArray(part) ? part.flatMap((each) => unlimitedIn(each, schemas, path)) : [];
  if (typeof part.$ref === 'string')
    return unlimitedIn(schemas[part.$ref.split('/').at(-1) ?? ''], schemas, path);
  const types = [part.type].flat();
  const isLong = types.includes('string') || types.includes('array');
  const own = isLong && !LIMITS.some((limit) => limit in part) ? [path] : [];
  const { properties, schema, items, anyOf, content, additionalProperties } = part;
  const named = { ...(isSchema(properties) ? properties : {}) };
  return [
    ...own,
    ...Object.entries(named).flatMap(([name, each]) => unlimitedIn(each, schemas, `${path}/${name}`)),
    ...(isSchema(content) ? Object.values(content) : []).flatMap((each) => unlimitedIn(each, schemas, path)),
    ...[schema, items, anyOf, additionalProperties].flatMap((each) => unlimitedIn(each, schemas, path)),
  ];
}

describe.each([
  { whom: 'tenants', audience: TENANTS, errors: API_ERRORS, rules: {} },
  {
    whom: 'operators',
    audience: OPERATORS,
    errors: ERRORS,
    // Whoever has the token may ask as often as they like; only wrong tokens have a budget.
    rules: { 'owasp:api4:2023-rate-limit': 'off' },
  },
])('the OpenAPI document for $whom', ({ audience, errors, rules }) => {
  const document = openApiDocument('0.1.0', audience);
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Described>>>>;

  it('passes the rules of OpenAPI and of OWASP without a warning', async () => {
    const linter = new Spectral();
    linter.setRuleset({
      extends: [rulesets.oas, owasp],
      rules: {
        // Which origins are let in is for whoever runs it to say.
        'owasp:api8:2023-define-cors-origin': 'off',
        // EventSource sends no headers; what may stand in a URL is good for one task or filter, and for minutes.
        'owasp:api2:2023-no-api-keys-in-url': 'off',
        // A limit is stated where something is refused beyond it: one that is invented tells readers nothing, and generators
        // write it into every client. Below, what clients send is held to have its limits.
        'owasp:api4:2023-string-limit': 'off',
        'owasp:api4:2023-string-restricted': 'off',
        'owasp:api4:2023-array-limit': 'off',
        ...rules,
      },
    } as never);
    const problems = await linter.run(new Document(JSON.stringify(document, null, 2), Json));
    // The id of a secret tells nothing of it.
    const isCredential = (message: string) => !message.includes('path parameter: secret_id');
    const shown = problems
      .filter(({ message }) => isCredential(message))
      .filter(({ path }) => !PUBLIC.includes(String(path[1])))
      .map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
    expect(shown).toEqual([]);
    expect(problems.filter(({ code }) => String(code).startsWith('oas3') || code === 'parser')).toEqual([]);
  }, 60_000);

  it('describes every operation once, with all errors that it names', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    );
    expect(described).toHaveLength(audience.operations.length);
    for (const expected of audience.operations) {
      const found = described.find(
        ({ path, method }) => path === expected.path && method === expected.method,
      );
      expect(found?.operation.operationId).toBe(expected.id);
      const codes = Object.values(found?.operation.responses ?? {}).flatMap(({ content = {} }) => {
        const json = content['application/json'] as { readonly examples?: object } | undefined;
        return Object.keys(json?.examples ?? {});
      });
      expect(codes).toEqual(expect.arrayContaining([...expected.errors, 'internal_error']));
      expect(codes.every((code) => code in errors)).toBe(true);
    }
  });

  it('states a limit of every text and list that clients send', () => {
    const schemas = (document.components as { readonly schemas: Readonly<Record<string, unknown>> }).schemas;
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const unlimited = operations.flatMap(({ operationId, parameters, requestBody }) =>
      [...parameters, requestBody].flatMap((part) => unlimitedIn(part, schemas, operationId)),
    );
    expect(new Set(unlimited)).toEqual(new Set(audience === TENANTS ? EVENT_TEXTS : []));
  });

  it('can be read without anything else: every reference is in it', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path));
    expect(references.size).toBeGreaterThan(3);
    for (const reference of references) {
      const found = reference
        .split('/')
        .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });
});
