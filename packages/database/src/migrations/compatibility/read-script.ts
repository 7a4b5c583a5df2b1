import { type Node, parseSync } from 'libpg-query';

/** A statement of a migration. */
export interface ScriptStatement {
  /** Of the script, from 1. */
  readonly line: number;
  /** Null where the parser cannot read it: the body of a DO block that is more than conditions around statements. */
  readonly node: Node | null;
  /** Why older versions live with it although the check would refuse it, as the comment in front of it says; null without one. */
  readonly trusted: string | null;
}

const TRUSTED = '-- Older versions live with this:';
/** What PL/pgSQL puts around statements. */
const AROUND = /^(?:BEGIN|ELSE|IF\b[^;]*?\bTHEN)\b/i;
const ENDS = /^END(?: IF)?$/i;

/**
 * The statements of a script, as PostgreSQL's own parser reads them; those of a DO block count one by one.
 *
 * @throws what the parser says of a script that is no SQL; `loadModule` of libpg-query was awaited before
 */
export function readScript(script: string): ScriptStatement[] {
  const bytes = Buffer.from(script);
  return statementsOf(script).flatMap(({ node, at, length }) => {
    // The place is in bytes, and what is said in front of a statement belongs to it.
    const text = bytes.subarray(at, at + length).toString();
    const start = text.length - text.replace(/^(?:\s|--[^\n]*\n)+/, '').length;
    const line =
      bytes.subarray(0, at).toString().split('\n').length + text.slice(0, start).split('\n').length - 1;
    const trusted = trustedIn(text.slice(0, start));
    const nodes = 'DoStmt' in node ? bodyOf(node.DoStmt) : [node];
    return nodes.map((each) => ({ line, node: each, trusted }));
  });
}

interface Placed {
  readonly node: Node;
  readonly at: number;
  readonly length: number;
}

function statementsOf(script: string): Placed[] {
  const {
    stmts = [],
  }: { readonly stmts?: readonly { stmt: Node; stmt_location?: number; stmt_len?: number }[] } =
    parseSync(script);
  return stmts.map(({ stmt, stmt_location: at = 0, stmt_len: length }) => ({
    node: stmt,
    at,
    length: length ?? Buffer.byteLength(script) - at,
  }));
}

function trustedIn(comments: string): string | null {
  const line = comments
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each.startsWith(TRUSTED));
  const reason = line?.slice(TRUSTED.length).trim() ?? '';
  return reason === '' ? null : reason;
}

/** Statements within conditions, or one null: what is built while it runs nobody can read. */
function bodyOf({ args = [] }: { readonly args?: readonly Node[] }): (Node | null)[] {
  const body = args
    .map((arg) => ('DefElem' in arg && arg.DefElem.defname === 'as' ? arg.DefElem.arg : undefined))
    .map((arg) => (arg !== undefined && 'String' in arg ? (arg.String.sval ?? '') : ''))
    .join('');
  const parts = body
    .split('\n')
    .map((line) => line.split('--', 1)[0])
    .join('\n')
    .split(';')
    .map(unwrapped)
    .filter((part) => part !== '' && !ENDS.test(part));
  try {
    const nodes = parts.flatMap((part) => statementsOf(part).map(({ node }) => node));
    return nodes.some((node) => 'ExecuteStmt' in node) ? [null] : nodes;
  } catch {
    return [null];
  }
}

function unwrapped(part: string): string {
  let text = part.trim();
  for (let found = AROUND.exec(text); found !== null; found = AROUND.exec(text)) {
    text = text.slice(found[0].length).trim();
  }
  return text;
}
