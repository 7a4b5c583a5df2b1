import type { GrantStmt, Node } from 'libpg-query';
import type { KnownSchema } from './known-schema.ts';
import { droppedNames, nameOf, tableOf } from './names.ts';
import { tableFaults } from './table-faults.ts';

/** They make what nobody knows yet, explain, give a right, or add rows as the code itself does. */
const HARMLESS = new Set([
  'CreateStmt',
  'CreateSeqStmt',
  'CreateEnumStmt',
  'CreateSchemaStmt',
  'CreateStatsStmt',
  'CommentStmt',
  'InsertStmt',
  'VariableSetStmt',
  'LockStmt',
]);

/**
 * What of a statement the versions cannot live with that know the schema without it, as sentences without a full stop.
 *
 * @param node null where it cannot be read
 */
export function statementFaults(schema: KnownSchema, node: Node | null): string[] {
  if (node === null) return ['this block is built while it runs, so that nobody can say what it changes'];
  const isNew = (name: string) => schema.made.has(name);
  if ('AlterTableStmt' in node) {
    const table = tableOf(node.AlterTableStmt.relation);
    if (isNew(table)) return [];
    return (node.AlterTableStmt.cmds ?? [])
      .flatMap((command) =>
        'AlterTableCmd' in command ? tableFaults(schema, table, command.AlterTableCmd) : [],
      )
      .map((fault) => `${table}: ${fault}`);
  }
  if ('IndexStmt' in node) {
    const { idxname = 'an index', unique = false, relation } = node.IndexStmt;
    return unique && !isNew(tableOf(relation))
      ? [`${tableOf(relation)}: ${idxname} refuses rows that older versions may write twice`]
      : [];
  }
  if ('DropStmt' in node) return dropFaults(schema, node.DropStmt);
  if ('RenameStmt' in node) {
    const { relation, object, renameType, subname, newname = '' } = node.RenameStmt;
    const named =
      relation === undefined ? droppedNames(object === undefined ? [] : [object])[0] : tableOf(relation);
    if (renameType === 'OBJECT_INDEX' || isNew(named ?? '')) return [];
    return [
      `${[named, subname].filter((part) => part !== undefined).join('.')} becomes ${newname}, and older versions know the old name`,
    ];
  }
  if ('GrantStmt' in node) {
    const harmless = node.GrantStmt.is_grant === true || takesNewFunctionsBack(schema, node.GrantStmt);
    return harmless ? [] : ['a right goes that older versions may use'];
  }
  if ('CreateFunctionStmt' in node && node.CreateFunctionStmt.replace === true) {
    const name = nameOf(node.CreateFunctionStmt.funcname);
    return isNew(name) ? [] : [`the function ${name} gets another body, and older versions call it`];
  }
  if ('CreateTrigStmt' in node) {
    const table = tableOf(node.CreateTrigStmt.relation);
    return isNew(table)
      ? []
      : [`${table}: the trigger ${node.CreateTrigStmt.trigname} also runs for what older versions write`];
  }
  if ('UpdateStmt' in node) {
    const table = tableOf(node.UpdateStmt.relation);
    const columns = (node.UpdateStmt.targetList ?? []).flatMap((target) =>
      'ResTarget' in target ? [target.ResTarget.name ?? ''] : [],
    );
    if (isNew(table) || columns.every((column) => schema.added.has(`${table}.${column}`))) return [];
    return [`${table}: rows change under versions that hold them in memory`];
  }
  if ('SelectStmt' in node) {
    const called = callsOfOurs(node);
    return called.length === 0 ? [] : [`${called.join(', ')} is called, and nobody can say what it changes`];
  }
  const [kind = ''] = Object.keys(node);
  if (HARMLESS.has(kind) || kind === 'CreateFunctionStmt') return [];
  if ('ViewStmt' in node && node.ViewStmt.replace !== true) return [];
  return [`${kind.replace(/Stmt$/, '')} is not among what is known to do older versions no harm`];
}

/** A function is everybody's when it is made. Of one that older versions do not know that is taken back at no cost. */
function takesNewFunctionsBack(
  schema: KnownSchema,
  { objtype, objects = [], grantees = [] }: GrantStmt,
): boolean {
  return (
    objtype === 'OBJECT_FUNCTION' &&
    grantees.every((grantee) => 'RoleSpec' in grantee && grantee.RoleSpec.roletype === 'ROLESPEC_PUBLIC') &&
    droppedNames(objects).every((name) => schema.made.has(name))
  );
}

function dropFaults(
  schema: KnownSchema,
  {
    objects,
    removeType = 'OBJECT_TABLE',
  }: { readonly objects?: readonly Node[]; readonly removeType?: string },
): string[] {
  const kind = removeType.replace('OBJECT_', '').toLowerCase();
  return droppedNames(objects)
    .filter((name) => !schema.made.has(name))
    .flatMap((name) => {
      if (removeType !== 'OBJECT_INDEX') return [`the ${kind} ${name} goes, and older versions use it`];
      if (schema.plain.has(name)) return [];
      return [`the index ${name} goes, which older versions may name in ON CONFLICT`];
    });
}

/** Functions of the migrations that a statement calls. */
function callsOfOurs(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('FuncCall' in node) {
    const { funcname } = node.FuncCall as { readonly funcname?: readonly Node[] };
    const name = nameOf(funcname);
    if (name.startsWith('taskfold_')) return [name];
  }
  return Object.values(node).flatMap(callsOfOurs);
}
