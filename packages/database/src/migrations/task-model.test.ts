import { readFile } from 'node:fs/promises';
import { FACT_COLUMNS } from '@taskfold/fold';
import { expect, test } from 'vitest';

const SCHEMA_FILE = new URL('../../../../prisma/schema.prisma', import.meta.url);

/** What Prisma calls the types of columns, with what it needs to be told of them. */
const TYPES: Readonly<Record<string, readonly [type: string, attribute?: string]>> = {
  text: ['String'],
  'text[]': ['String[]'],
  integer: ['Int'],
  bigint: ['BigInt'],
  'double precision': ['Float'],
  numeric: ['Decimal', '@db.Decimal'],
  boolean: ['Boolean'],
  timestamptz: ['DateTime', '@db.Timestamptz(6)'],
  json: ['Json', '@db.Json'],
  jsonb: ['Json'],
};

test.each(FACT_COLUMNS)('the model of Prisma has $name', async ({ name, type, known }) => {
  const model = /\nmodel Task \{\n([\s\S]*?)\n\}/.exec(await readFile(SCHEMA_FILE, 'utf8'))?.[1] ?? '';
  const [prisma = '', attribute] = TYPES[type] ?? [];
  const field = name.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  const optional = known || type.endsWith('[]') ? '' : '?';
  const map = field === name ? [] : [`@map("${name}")`];
  const line = [field, prisma + optional, ...map, ...(attribute === undefined ? [] : [attribute])].join(' ');
  const lines = model
    .split('\n')
    .map((text) => text.trim().replaceAll(/ +/g, ' ').replace(' @default(false)', ''));
  expect(lines).toContain(line);
});
