import { isRfc3339 } from './rfc-3339.ts';
import type { Rule } from './rule.ts';

/** What is wrong with a part of an event. */
export interface EventIssue {
  /** Where, as a JSON Pointer into the event, such as `/data/amount_credits`. */
  readonly param: string;
  /** What it must be. */
  readonly message: string;
}

/** Holds a value against a rule. @returns what is wrong with it, the outermost first; nothing where it is right */
export function issuesOf(rule: Rule, value: unknown, param: string): readonly EventIssue[] {
  const message = typeIssue(rule, value) ?? valueIssue(rule, value);
  if (message !== undefined) return [{ param, message }];
  if (Array.isArray(value)) return itemIssues(rule, value, param);
  return isRecord(value) ? memberIssues(rule, value, param) : [];
}

function typeIssue(rule: Rule, value: unknown): string | undefined {
  const types = rule.type === undefined ? [] : [rule.type].flat();
  if (types.length === 0 || types.some((type) => hasType(type, value))) return undefined;
  if (rule.pattern?.source.includes('[0-9]') && ['number', 'bigint'].includes(typeof value)) {
    return `must be a decimal string such as "1.25", not a ${typeof value}: a float loses cents`;
  }
  if (typeof value === 'bigint') return 'must be what JSON can say, and a bigint is not';
  const known = types.filter((type) => type !== 'null').join(' or ');
  return value === undefined ? 'is missing' : `must be of the type ${known}`;
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function valueIssue(rule: Rule, value: unknown): string | undefined {
  if (value === null) return undefined;
  if (rule.const !== undefined && value !== rule.const) return `must be "${rule.const}"`;
  if (rule.enum !== undefined && !rule.enum.includes(value as string)) {
    return `must be one of ${rule.enum.filter((each) => each !== null).join(', ')}`;
  }
  if (typeof value === 'string') return textIssue(rule, value);
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = rule;
    return value < minimum || value > maximum ? `must be from ${minimum} to ${maximum}` : undefined;
  }
  return undefined;
}

function textIssue(rule: Rule, text: string): string | undefined {
  const { minLength = 0, maxLength = Infinity, pattern, not, format } = rule;
  if (text.length < minLength || text.length > maxLength) {
    return `must have ${minLength} to ${maxLength} characters`;
  }
  if (pattern !== undefined && !pattern.test(text)) return `must match ${pattern.source}`;
  if (not?.pattern.test(text)) return `must not match ${not.pattern.source}`;
  return format === 'date-time' && !isRfc3339(text) ? 'must be an RFC 3339 time' : undefined;
}

function itemIssues({ items, maxItems }: Rule, values: readonly unknown[], param: string) {
  if (maxItems !== undefined && values.length > maxItems) {
    return [{ param, message: `must have at most ${maxItems} items` }];
  }
  return items === undefined
    ? []
    : values.flatMap((value, index) => issuesOf(items, value, `${param}/${index}`));
}

function memberIssues(rule: Rule, value: Readonly<Record<string, unknown>>, param: string) {
  const { properties = {}, required = [], additionalProperties: others, propertyNames, maxProperties } = rule;
  const given = Object.keys(value).filter((name) => value[name] !== undefined);
  if (maxProperties !== undefined && given.length > maxProperties) {
    return [{ param, message: `must have at most ${maxProperties} members` }];
  }
  const missing = required.filter((name) => !given.includes(name));
  return [
    ...missing.map((name) => ({ param: pointer(param, name), message: 'is missing' })),
    ...given.flatMap((name) => {
      const at = pointer(param, name);
      const ofValue = Object.hasOwn(properties, name) ? properties[name] : others;
      return [
        ...(propertyNames === undefined ? [] : issuesOf(propertyNames, name, at)),
        ...(ofValue === undefined || ofValue === true ? [] : issuesOf(ofValue, value[name], at)),
      ];
    }),
  ];
}

function pointer(param: string, name: string): string {
  return `${param}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
