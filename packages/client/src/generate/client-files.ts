import document from '@taskfold/contract/openapi.json' with { type: 'json' };
import openapiTS, { astToString, type OpenAPI3, type SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import { clientTopics, EVENT_SCHEMAS, eventBuilders, eventRules } from './event-files.ts';
import { plainDocument } from './plain-document.ts';

const HEAD = '// Made from the contract: npm run generate.\n\n';

/** What the client knows of the contract: the name of each file below `generated`, and what is in it. */
export async function clientFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['openapi.ts', await typesOf(plainDocument(document))],
    ['error-codes.ts', errorCodes()],
    ['routes.ts', routes()],
    ['topics.ts', await typesOf(plainDocument(EVENT_SCHEMAS))],
    ['events.ts', `${HEAD}${eventBuilders()}`],
    ['event-rules.ts', `${HEAD}${eventRules()}`],
    ['topic-names.ts', `${HEAD}${clientTopics()}`],
  ]);
}

/** @param of an OpenAPI document, each of whose schemas becomes a type of its name */
async function typesOf(of: object): Promise<string> {
  const nodes = await openapiTS(of as OpenAPI3, {
    immutable: true,
    // Whoever asks may leave out what has a default.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    transform: openUnion,
  });
  return `${HEAD}${astToString(nodes)}`;
}

/** Values that may grow: those that are known, and any other text. */
function openUnion(schema: SchemaObject): ts.TypeNode | undefined {
  const known: unknown = (schema as { readonly 'x-extensible-enum'?: unknown })['x-extensible-enum'];
  if (!Array.isArray(known)) return undefined;
  const { factory } = ts;
  const anyOther = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  return factory.createUnionTypeNode([
    ...known.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(String(value)))),
    anyOther,
  ]);
}

function errorCodes(): string {
  const { code } = document.components.schemas.ErrorDetail.properties;
  const known = code['x-extensible-enum'].map((each) => `  | '${each}'`);
  return `${HEAD}/** Every code that an error of the API has today. */\nexport type KnownErrorCode =\n${known.join('\n')};\n`;
}

function routes(): string {
  const lines = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const { operationId: id }: { readonly operationId?: string } = operation;
      return id === undefined ? [] : [`  ${id}: '${method.toUpperCase()} ${path}',`];
    }),
  );
  return `${HEAD}/** Where each operation is. */\nexport const ROUTES = {\n${lines.join('\n')}\n} as const;\n`;
}
