import fc from 'fast-check';
import type { Rule } from '../rule.ts';

/** Values that a rule allows. */
export function allowed(rule: Rule): fc.Arbitrary<unknown> {
  if (rule.type === undefined) return fc.jsonValue();
  const types = [rule.type].flat();
  return fc.oneof(...types.map((type) => ofType(type, rule)));
}

function ofType(type: string, rule: Rule): fc.Arbitrary<unknown> {
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: rule.minimum ?? -99, max: rule.maximum ?? 99 });
  if (type === 'number') {
    return fc.double({
      noNaN: true,
      noDefaultInfinity: true,
      min: rule.minimum ?? -1e9,
      max: rule.maximum ?? 1e9,
    });
  }
  if (type === 'array')
    return fc.array(allowed(rule.items ?? {}), { maxLength: Math.min(rule.maxItems ?? 5, 5) });
  if (type === 'object') return objects(rule);
  return texts(rule);
}

function texts({ const: one, enum: some, pattern, not, format, minLength = 0, maxLength = 60 }: Rule) {
  if (one !== undefined) return fc.constant(one);
  if (some !== undefined) return fc.constantFrom(...some);
  if (format === 'date-time') return times();
  if (pattern?.source.includes('\\p{C}')) return fc.stringMatching(/^[ -~äöü€😀]{1,256}$/u);
  if (pattern !== undefined) {
    const matching = fc.stringMatching(pattern);
    return not === undefined ? matching : matching.filter((text) => !not.pattern.test(text));
  }
  return fc
    .string({ minLength, maxLength: Math.min(maxLength, 60), unit: 'grapheme' })
    .filter(fits(minLength, maxLength));
}

function fits(least: number, most: number): (text: string) => boolean {
  return ({ length }) => length >= least && length <= most;
}

function times(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.date({ min: new Date('0101-01-01'), max: new Date('9990-01-01'), noInvalidDate: true }),
      fc.constantFrom('Z', 'z', '+05:30', '-23:59'),
    )
    .map(([date, zone]) => date.toISOString().replace('Z', zone));
}

function objects({
  properties,
  required = [],
  additionalProperties: others,
  propertyNames,
  maxProperties = 5,
}: Rule) {
  if (properties === undefined) {
    const key = propertyNames === undefined ? fc.string() : texts(propertyNames).filter(isText);
    const value = others === undefined || others === true ? fc.jsonValue() : allowed(others);
    return fc.dictionary(key, value, { maxKeys: Math.min(maxProperties, 5) });
  }
  const members = Object.fromEntries(Object.entries(properties).map(([name, rule]) => [name, allowed(rule)]));
  return fc.record(members, { requiredKeys: [...required] });
}

function isText(value: string | null): value is string {
  return value !== null;
}

/** Odd values in the place of any member, however deep. */
export function spoilt(value: unknown, odd: unknown, random: number): unknown {
  if (typeof value !== 'object' || value === null || random < 0.3) return odd;
  const keys = Object.keys(value);
  const key = keys[Math.floor(random * keys.length)];
  const rest = (random * 1e6) % 1;
  if (key === undefined) return { ...value, entry_id: odd };
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[key] = spoilt(copy[key], odd, rest);
  return copy;
}
