import { Parser } from '@asyncapi/parser';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../events/types.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { pascal } from './names.ts';

const WARNING = 1;

async function parse(text: string) {
  const { document, diagnostics } = await new Parser().parse(text);
  const problems = diagnostics
    .filter(({ severity }) => severity <= WARNING)
    .map(({ code, message, path }) => `${code} at ${path.join('.')}: ${message}`);
  return { document, problems };
}

test('the parser of AsyncAPI finds neither error nor warning', async () => {
  const { document, problems } = await parse(JSON.stringify(asyncApiDocument('0.1.0')));
  expect(problems).toEqual([]);
  const addresses = document
    ?.channels()
    .all()
    .map((channel) => channel.address());
  expect(addresses).toEqual(['task.events', 'task.updates', 'task.events.dead']);
  const messages = document
    ?.channels()
    .get('events')
    ?.messages()
    .all()
    .map((message) => message.name());
  expect(messages).toEqual(
    EVENT_TYPES.flatMap((type) => [`${pascal(type)}Structured`, `${pascal(type)}Binary`]),
  );
}, 60_000);

test('the parser would find what breaks the specification', async () => {
  const text = JSON.stringify(asyncApiDocument('0.1.0')).replace('"action":"receive"', '"action":"listen"');
  const { problems } = await parse(text);
  expect(problems.join('\n')).toContain('operations.foldEvents');
}, 60_000);

test('every message of the events topic is keyed, with its attributes in headers or in the value', async () => {
  const { components } = asyncApiDocument('0.1.0') as {
    components: {
      messages: Record<string, { bindings: { kafka: object } }>;
      schemas: Record<string, { required: string[] }>;
    };
  };
  for (const type of EVENT_TYPES) {
    expect(components.schemas.StructuredHeaders?.required).toEqual(['content-type']);
    const name = pascal(type);
    const binary = components.messages[`${name}Binary`];
    expect(components.schemas[`${name}Headers`]?.required).toContain('ce_tenantid');
    expect(binary?.bindings.kafka).toHaveProperty('key');
  }
});
