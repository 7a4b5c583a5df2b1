import type { Node, TypeName } from 'libpg-query';
import { nameOf } from './names.ts';

const INTEGERS = ['int2', 'int4', 'int8'];

/** Whether every value of one type is one of the other, and is read and written alike. */
export function widens(from: TypeName | undefined, to: TypeName | undefined): boolean {
  if (from === undefined || to === undefined || isList(from) !== isList(to)) return false;
  const [before, after] = [plainName(from), plainName(to)];
  if (INTEGERS.includes(before)) return INTEGERS.indexOf(after) >= INTEGERS.indexOf(before);
  if (before === 'varchar') return after === 'text' || (after === 'varchar' && isAtLeast(to, from));
  if (before !== after) return false;
  const [limits, wider] = [numbersOf(from), numbersOf(to)];
  if (before === 'numeric') {
    const [precision = 0, scale = 0] = limits;
    const [newPrecision = 0, newScale = 0] = wider;
    if (wider.length === 0) return true;
    return limits.length > 0 && newScale === scale && newPrecision >= precision;
  }
  return isAtLeast(to, from);
}

function isAtLeast(to: TypeName, from: TypeName): boolean {
  const [limit] = numbersOf(from);
  const [wider] = numbersOf(to);
  return wider === undefined || (limit !== undefined && wider >= limit);
}

function plainName({ names }: TypeName): string {
  return nameOf(names).replace(/^pg_catalog\./, '');
}

function isList({ arrayBounds = [] }: TypeName): boolean {
  return arrayBounds.length > 0;
}

function numbersOf({ typmods = [] }: TypeName): number[] {
  return typmods.flatMap((node: Node) => ('A_Const' in node ? [node.A_Const.ival?.ival ?? 0] : []));
}
