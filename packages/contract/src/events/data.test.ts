import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_DATA, EVENT_TYPES, type EventType } from './types.ts';

const created = { capability: 'image.generate', model: 'm' };

function accepts(type: EventType, data: unknown): boolean {
  return EVENT_DATA[type].safeParse(data).success;
}

describe('money', () => {
  test.each(['0', '1.25', '000.1', '999999999999999.99999999'])('charges take %s', (amount_credits) => {
    expect(accepts('task.charged', { entry_id: 'e', amount_credits })).toBe(true);
  });

  test.each([
    1.25,
    0,
    '1e3',
    '1.',
    '.5',
    '+1',
    '1,5',
    ' 1',
    '1\n',
    '',
    'NaN',
    '-1',
    '-0',
    '1.123456789',
    '1234567890123456',
  ])('charges and refunds refuse %j', (amount_credits) => {
    expect(accepts('task.charged', { entry_id: 'e', amount_credits })).toBe(false);
    expect(accepts('task.refunded', { entry_id: 'e', amount_credits })).toBe(false);
  });

  test('no float is ever an amount', () => {
    fc.assert(
      fc.property(fc.double(), (amount_credits) => {
        expect(accepts('task.charged', { entry_id: 'e', amount_credits })).toBe(false);
        const line = { meter: 'm', quantity: '1', unit: 'u', billed_amount_credits: amount_credits };
        expect(accepts('task.usage_recorded', { lines: [line] })).toBe(false);
      }),
    );
  });

  test('a usage line may correct downwards', () => {
    const line = { meter: 'm', quantity: '-1', unit: 'u', billed_amount_credits: '-0.5' };
    expect(accepts('task.usage_recorded', { image_count: -1, lines: [line] })).toBe(true);
  });

  test.each(['0', '0.00', '-1'])('credits_per_usd refuses %s', (credits_per_usd) => {
    expect(accepts('task.created', { ...created, credits_per_usd })).toBe(false);
  });
});

describe('percent', () => {
  test('takes exactly 0 to 100', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (percent) => {
        expect(accepts('task.progressed', { percent })).toBe(percent >= 0 && percent <= 100);
      }),
    );
  });

  test.each([-0.001, 100.001, '50', Number.NaN])('refuses %j', (percent) => {
    expect(accepts('task.progressed', { percent })).toBe(false);
  });
});

describe('metadata', () => {
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

  test.each([
    ['50 pairs', pairs(50), true],
    ['51 pairs', pairs(51), false],
    ['a key of 64', { ['k'.repeat(64)]: '' }, true],
    ['a key of 65', { ['k'.repeat(65)]: '' }, false],
    ['an empty key', { '': 'v' }, false],
    ['a value of 512', { k: 'v'.repeat(512) }, true],
    ['a value of 513', { k: 'v'.repeat(513) }, false],
    ['a number as value', { k: 1 }, false],
    ['a list', ['k'], false],
    ['a text', 'k', false],
  ])('%s', (_, metadata, ok) => {
    expect(accepts('task.created', { ...created, metadata })).toBe(ok);
  });
});

describe('bounds', () => {
  test.each([
    ['task.created', { ...created, project_id: 'a'.repeat(128) }, true],
    ['task.created', { ...created, project_id: 'a'.repeat(129) }, false],
    ['task.created', { ...created, project_id: 'a b' }, false],
    ['task.created', { ...created, capability: 'c'.repeat(257) }, false],
    ['task.created', { ...created, callback: { url: `https://x/${'a'.repeat(2038)}` } }, true],
    ['task.created', { ...created, callback: { url: `https://x/${'a'.repeat(2039)}` } }, false],
    ['task.created', { ...created, input: [] }, false],
    ['task.created', { ...created, deadline_at: '2026-02-30T00:00:00Z' }, false],
    ['task.started', { attempt: 0 }, false],
    ['task.started', { attempt: 1.5 }, false],
    ['task.usage_recorded', { input_tokens: '5' }, false],
    ['task.usage_recorded', { input_tokens: 2 ** 53 }, false],
    ['task.failed', { error: { code: 'c', message: 'm'.repeat(4096), retryable: true } }, true],
    ['task.failed', { error: { code: 'c', message: 'm'.repeat(4097), retryable: true } }, false],
    ['task.failed', { error: { code: 'c', message: 'm' } }, false],
    ['task.warned', { warnings: Array(101).fill({ code: 'c', message: 'm' }) }, false],
    ['task.output_updated', {}, false],
  ] satisfies [EventType, unknown, boolean][])('%s: case %#', (type, data, ok) => {
    expect(accepts(type, data)).toBe(ok);
  });
});

test('fields that are not known are ignored, in every type that is content without any', () => {
  const empty = EVENT_TYPES.filter((type) => accepts(type, {}));
  expect(empty).toContain('task.billing_settled');
  for (const type of empty) {
    expect(EVENT_DATA[type].parse({ from_the_future: { deep: true } })).toEqual(EVENT_DATA[type].parse({}));
  }
  expect(EVENT_DATA['task.created'].parse({ ...created, from_the_future: 1 })).toEqual(created);
});
