import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { EXAMPLE_UPDATE } from '../examples/update.ts';
import published from './fixtures/published-task.json' with { type: 'json' };
import { taskList, taskSummary } from './summary.ts';
import { type TaskEnvelope, taskEnvelope } from './task.ts';

/** The keys of an example that a type lacks, at any depth; `never` where it has them all. */
type Missing<Example, Type> = Example extends readonly (infer Item)[]
  ? NonNullable<Type> extends readonly (infer OwnItem)[]
    ? Missing<Item, OwnItem>
    : 'not an array'
  : Example extends object
    ? {
        [Key in keyof Example]: Key extends keyof NonNullable<Type>
          ? Missing<Example[Key], NonNullable<Type>[Key]>
          : Key;
      }[keyof Example]
    : never;

test('has every key of the published contract, by its type', () => {
  expectTypeOf<Missing<typeof published, TaskEnvelope>>().toBeNever();
  expectTypeOf<Missing<{ usage: { lines: { tax: string }[] } }, TaskEnvelope>>().toEqualTypeOf<'tax'>();
});

/** Fields that the contract leaves to the caller, whose keys are none of the envelope's. */
const FREE = ['metadata', 'input', 'output'];

function keysOf(value: unknown, prefix = ''): string[] {
  const inner = Array.isArray(value) ? value[0] : value;
  if (typeof inner !== 'object' || inner === null) return [];
  return Object.entries(inner).flatMap(([key, child]) =>
    [`${prefix}${key}`].concat(FREE.includes(prefix + key) ? [] : keysOf(child, `${prefix}${key}.`)),
  );
}

test('has every key of the published contract, by its schema, and adds those documented', () => {
  const own = schemaKeys(taskEnvelope);
  const theirs = keysOf(published);
  expect(theirs.filter((key) => !own.includes(key))).toEqual([]);
  expect(own.filter((key) => /[.]/.test(key) && !theirs.includes(key))).toEqual([
    'progress.stage_started_at',
    'error.param',
    'error.details',
    'usage.lines_truncated',
    'billing.net_charged_credits',
    'billing.net_charged_credits_usd_reference',
    'billing.settlement',
    'callback.next_attempt_at',
    'callback.last_status_code',
    'links.events',
    'links.stream',
    'cancel.requested_at',
    'cancel.reason',
    'cancel.outcome',
  ]);
});

test('has the keys of the published contract in its order, then those it adds', () => {
  const theirs = Object.keys(published);
  const own = Object.keys(taskEnvelope.shape);
  expect(own.slice(0, theirs.length)).toEqual(theirs);
  expect(own.slice(theirs.length, theirs.length + 8)).toEqual([
    'revision',
    'updated_at',
    'deadline_at',
    'client_request_id',
    'project_id',
    'attempt',
    'data_removed',
    'cancel',
  ]);
});

function schemaKeys(schema: unknown, prefix = ''): string[] {
  if (schema instanceof z.ZodNullable) return schemaKeys(schema.unwrap(), prefix);
  if (schema instanceof z.ZodArray) return schemaKeys(schema.element, prefix);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...schemaKeys(child, `${prefix}${key}.`),
  ]);
}

test.each(Object.keys(taskEnvelope.shape))('refuses an envelope without %s', (key) => {
  expect(taskEnvelope.safeParse({ ...EXAMPLE_UPDATE.data, [key]: undefined }).success).toBe(false);
});

test('refuses money as a number, and times without milliseconds', () => {
  const { billing } = EXAMPLE_UPDATE.data;
  const parse = (part: object) => taskEnvelope.safeParse({ ...EXAMPLE_UPDATE.data, ...part }).success;
  expect(parse({ billing: { ...billing, charged_credits: 40 } })).toBe(false);
  expect(parse({ billing: { ...billing, charged_credits: '40' } })).toBe(false);
  expect(parse({ created_at: '2026-11-24T10:00:00Z' })).toBe(false);
});

test('a list holds summaries, whose parts may be absent', () => {
  const { input, output, usage, billing, callback, warnings, attempt, cancel, data_removed, ...summary } =
    EXAMPLE_UPDATE.data;
  expect(taskSummary.parse(EXAMPLE_UPDATE.data)).toEqual({
    ...summary,
    input,
    output,
    usage,
    billing,
    callback,
  });
  const list = { object: 'list', data: [summary], next_cursor: null, has_more: false };
  expect(taskList.parse(list)).toEqual(list);
});
