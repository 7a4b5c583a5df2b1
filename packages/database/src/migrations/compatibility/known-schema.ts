import type { ColumnDef, Constraint, Node, TypeName } from 'libpg-query';
import { nameOf, tableOf } from './names.ts';

/** What the migrations before have made, as far as the check asks for it. */
export interface KnownSchema {
  /** Tables, functions, types and whatever else was made by migrations that older versions do not know. */
  readonly made: Set<string>;
  /** Columns that such migrations added, as `table.column`. */
  readonly added: Set<string>;
  /** By `table.column`. */
  readonly types: Map<string, TypeName>;
  /** Indexes that hold something unique. */
  readonly unique: Set<string>;
  /** All others. */
  readonly plain: Set<string>;
}

export function emptySchema(): KnownSchema {
  return { made: new Set(), added: new Set(), types: new Map(), unique: new Set(), plain: new Set() };
}

/** Notes what a statement makes. @param known to older versions */
export function noteStatement(schema: KnownSchema, node: Node, known: boolean): void {
  for (const name of madeBy(node)) if (!known) schema.made.add(name);
  if ('CreateStmt' in node) {
    const table = tableOf(node.CreateStmt.relation);
    for (const element of node.CreateStmt.tableElts ?? []) {
      if ('ColumnDef' in element) noteColumn(schema, table, element.ColumnDef);
    }
  }
  if ('IndexStmt' in node) {
    const { idxname = '', unique = false } = node.IndexStmt;
    (unique ? schema.unique : schema.plain).add(idxname);
  }
  if (!('AlterTableStmt' in node)) return;
  const table = tableOf(node.AlterTableStmt.relation);
  for (const command of node.AlterTableStmt.cmds ?? []) {
    if (!('AlterTableCmd' in command)) continue;
    const { subtype, name, def } = command.AlterTableCmd;
    if (def === undefined || !('ColumnDef' in def)) continue;
    if (subtype === 'AT_AddColumn') noteColumn(schema, table, def.ColumnDef);
    if (subtype === 'AT_AddColumn' && !known) schema.added.add(`${table}.${def.ColumnDef.colname}`);
    if (subtype === 'AT_AlterColumnType')
      noteColumn(schema, table, { ...def.ColumnDef, colname: name ?? '' });
  }
}

function noteColumn(schema: KnownSchema, table: string, { colname, typeName }: ColumnDef): void {
  if (typeName !== undefined) schema.types.set(`${table}.${colname}`, typeName);
}

function madeBy(node: Node): string[] {
  if ('CreateStmt' in node) return [tableOf(node.CreateStmt.relation)];
  if ('IndexStmt' in node) return [node.IndexStmt.idxname ?? ''];
  if ('CreateFunctionStmt' in node && node.CreateFunctionStmt.replace !== true) {
    return [nameOf(node.CreateFunctionStmt.funcname)];
  }
  if ('CreateSeqStmt' in node) return [tableOf(node.CreateSeqStmt.sequence)];
  if ('CreateEnumStmt' in node) return [nameOf(node.CreateEnumStmt.typeName)];
  if ('CreateSchemaStmt' in node) return [node.CreateSchemaStmt.schemaname ?? ''];
  if ('ViewStmt' in node && node.ViewStmt.replace !== true) return [tableOf(node.ViewStmt.view)];
  if ('CreateTrigStmt' in node) return [node.CreateTrigStmt.trigname ?? ''];
  return [];
}

/** Those of a column, or of a table. */
export function constraintsOf(nodes: readonly Node[] | undefined): Constraint[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}
