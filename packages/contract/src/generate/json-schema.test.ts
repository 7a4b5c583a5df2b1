import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { structuredEvent } from '../cloud-event.ts';
import { EVENT_TYPES } from '../events/types.ts';
import { EXAMPLE_EVENTS } from '../examples/events.ts';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import { jsonSchemas } from './json-schema.ts';

const ajv = new Ajv.default({ strict: true, strictTypes: false, strictRequired: false });
formats.default(ajv);
for (const schema of jsonSchemas().values()) ajv.addSchema(schema);

function validates(type: string, event: unknown): boolean {
  return ajv.validate(`urn:taskfold:events:${type}`, event) === true;
}

test.each(EVENT_TYPES)('the schema of %s takes its example, also with what is not known yet', (type) => {
  const example = EXAMPLE_EVENTS[type];
  expect(validates(type, example), ajv.errorsText()).toBe(true);
  expect(validates(type, { ...example, region: 'eu', data: { ...example.data, later: 1 } })).toBe(true);
});

test.each(['é', '任務', '🏮', 'a b', "~!'"])('ids may hold %s, by either', (id) => {
  const event = { ...EXAMPLE_EVENTS['task.created'], id };
  expect(structuredEvent('task.created').safeParse(event).success).toBe(true);
  expect(validates('task.created', event)).toBe(true);
});

test('the schema of task.updated takes its example, and refuses it without a revision', () => {
  expect(validates('task.updated', EXAMPLE_UPDATE), ajv.errorsText()).toBe(true);
  expect(validates('task.updated', { ...EXAMPLE_UPDATE, revision: undefined })).toBe(false);
});

const created = EXAMPLE_EVENTS['task.created'];
const manyPairs = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));

test.each([
  ['task.created', { tenantid: undefined }],
  ['task.created', { id: '' }],
  ['task.created', { id: 'a\u0007' }],
  ['task.created', { id: 'a\u200b' }],
  ['task.created', { source: 'a\u2028b' }],
  ['task.created', { source: '\ue000' }],
  ['task.created', { time: 'yesterday' }],
  ['task.created', { data: undefined }],
  ['task.created', { data: { ...created.data, metadata: manyPairs } }],
  ['task.created', { data: { ...created.data, metadata: { ['k'.repeat(65)]: 'v' } } }],
  ['task.created', { data: { ...created.data, credits_per_usd: '0.00' } }],
  ['task.progressed', { data: { percent: -1 } }],
  ['task.charged', { data: { entry_id: 'e', amount_credits: 1.25 } }],
  ['task.refunded', { data: { entry_id: 'e', amount_credits: '-1' } }],
  ['task.failed', { type: 'task.succeeded' }],
] as const)('the JSON Schema and the zod schema both refuse %s with %j', (type, change) => {
  const event = { ...EXAMPLE_EVENTS[type], ...change };
  expect(structuredEvent(type).safeParse(event).success).toBe(false);
  expect(validates(type, event)).toBe(false);
});
