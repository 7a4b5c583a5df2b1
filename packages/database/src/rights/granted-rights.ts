import type { DatabaseRole } from '../pools/create-pool.ts';

/** One right of one role. */
export interface Right {
  readonly role: DatabaseRole;
  /** `SELECT`, `USAGE`, `EXECUTE` and so on. */
  readonly privilege: string;
  readonly kind: 'schema' | 'table' | 'column' | 'sequence' | 'function';
  /** As PostgreSQL reads it: of a function with the types of its arguments. */
  readonly object: string;
  /** Of the kind `column`. */
  readonly column?: string;
}

const ROLES: readonly DatabaseRole[] = ['taskfold_api', 'taskfold_processor'];
const KINDS = { 'SCHEMA ': 'schema', 'SEQUENCE ': 'sequence', 'FUNCTION ': 'function' } as const;
const [GRANT, ON, TO] = ['GRANT ', ' ON ', ' TO '];

/** What the roles of the services are granted by scripts of migrations, which grant in statements that begin a line. */
export function grantedRights(scripts: readonly string[]): Right[] {
  const rights = scripts.flatMap((script) => script.split(';').flatMap(rightsOf));
  return [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
}

function rightsOf(statement: string): Right[] {
  const lines = statement.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith(GRANT));
  if (first < 0) return [];
  const text = lines.slice(first).join(' ');
  const [on, to] = [text.indexOf(ON), text.lastIndexOf(TO)];
  const role = ROLES.find((one) => one === text.slice(to + TO.length).trim());
  if (role === undefined || on < 0 || to < on) return [];
  const target = text.slice(on + ON.length, to);
  const [word, kind] = Object.entries(KINDS).find(([start]) => target.startsWith(start)) ?? ['', 'table'];
  const privileges = parts(text.slice(GRANT.length, on));
  return parts(target.slice(word.length)).flatMap((object) =>
    privileges.flatMap((privilege) => rightOn(role, kind, object, privilege)),
  );
}

/** @param privilege `SELECT`, or `SELECT (a, b)` for columns */
function rightOn(
  role: DatabaseRole,
  kind: Exclude<Right['kind'], 'column'>,
  object: string,
  privilege: string,
): Right[] {
  const open = privilege.indexOf('(');
  if (open < 0) return [{ role, privilege, kind, object }];
  const name = privilege.slice(0, open).trim();
  return parts(privilege.slice(open + 1, privilege.lastIndexOf(')'))).map((column) => ({
    role,
    privilege: name,
    kind: 'column',
    object,
    column,
  }));
}

/** What commas part that do not stand in brackets. */
function parts(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((part) => part.trim());
}
