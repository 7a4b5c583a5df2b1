import type { AlterTableCmd, ColumnDef, Constraint } from 'libpg-query';
import { constraintsOf, type KnownSchema } from './known-schema.ts';
import { widens } from './widens.ts';

const HARMLESS: ReadonlySet<string> = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_AttachPartition',
]);

/** Of these nothing that older versions write falls foul when they are gone, and no ON CONFLICT names them. */
const CHECKS = /_(?:check|fkey)$/;

/** What of a change of a table older versions cannot live with, in words behind the name of the table. */
export function tableFaults(schema: KnownSchema, table: string, command: AlterTableCmd): string[] {
  const { subtype = 'AT_AddColumn', name = '', def } = command;
  if (HARMLESS.has(subtype) || schema.added.has(`${table}.${name}`)) return [];
  switch (subtype) {
    case 'AT_AddColumn':
      return def !== undefined && 'ColumnDef' in def ? columnFaults(def.ColumnDef) : [];
    case 'AT_ColumnDefault':
      return def === undefined
        ? [`the default of ${name} goes, and older versions insert rows without it`]
        : [];
    case 'AT_DropColumn':
      return [`the column ${name} goes, and older versions name it`];
    case 'AT_SetNotNull':
      return [`${name} must not be empty any more, and older versions may leave it so`];
    case 'AT_DropNotNull':
      return [`${name} may be empty, and older versions read it as never empty`];
    case 'AT_AlterColumnType': {
      const to = def !== undefined && 'ColumnDef' in def ? def.ColumnDef.typeName : undefined;
      return widens(schema.types.get(`${table}.${name}`), to)
        ? []
        : [`${name} gets a type that does not take, or does not give, all that the old one did`];
    }
    case 'AT_AddConstraint':
      return [`${constraintName(def)} is asked of rows that older versions write without knowing it`];
    case 'AT_DropConstraint':
      return CHECKS.test(name)
        ? []
        : [`the constraint ${name} goes, which older versions may name, or rely on`];
    default:
      return [`${subtype.replace('AT_', '')} is not among what is known to do older versions no harm`];
  }
}

function constraintName(def: AlterTableCmd['def']): string {
  const name = def !== undefined && 'Constraint' in def ? def.Constraint.conname : undefined;
  return name === undefined ? 'a constraint' : `the constraint ${name}`;
}

/** A column that older versions leave out when they insert. */
function columnFaults({ colname = '', constraints }: ColumnDef): string[] {
  const all = constraintsOf(constraints);
  const has = (...types: readonly Constraint['contype'][]) =>
    all.some(({ contype }) => types.includes(contype));
  const isFilled = has('CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY');
  if (has('CONSTR_NOTNULL', 'CONSTR_PRIMARY') && !isFilled) {
    return [`${colname} must not be empty and has no default, and older versions insert rows without it`];
  }
  if (has('CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_FOREIGN') && has('CONSTR_DEFAULT')) {
    return [
      `${colname} has one default for all rows of older versions, and a constraint that they may violate`,
    ];
  }
  const others = all.filter(
    ({ contype, raw_expr }) => contype === 'CONSTR_CHECK' && namesOthers(raw_expr, colname),
  );
  return others.length === 0
    ? []
    : [`the CHECK of ${colname} is about columns that older versions write, too`];
}

/** Whether a condition is about other columns. */
function namesOthers(node: unknown, column: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (!('ColumnRef' in node)) return Object.values(node).some((child) => namesOthers(child, column));
  return !JSON.stringify(node.ColumnRef).includes(`{"String":{"sval":${JSON.stringify(column)}}}`);
}
