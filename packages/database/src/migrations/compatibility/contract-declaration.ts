import type { Node } from 'libpg-query';
import { lt, valid } from 'semver';
import { tableOf } from './names.ts';

/** What a migration says of itself, in the row that it inserts into `contract_steps`. */
export interface ContractDeclaration {
  readonly migration: string;
  readonly oldestVersion: string;
}

/** Null where a statement declares nothing. */
export function contractDeclaration(node: Node | null): ContractDeclaration | null {
  if (node === null || !('InsertStmt' in node) || tableOf(node.InsertStmt.relation) !== 'contract_steps')
    return null;
  const select = node.InsertStmt.selectStmt;
  const [row] = select !== undefined && 'SelectStmt' in select ? (select.SelectStmt.valuesLists ?? []) : [];
  const items = row !== undefined && 'List' in row ? (row.List.items ?? []) : [];
  const [migration = '', oldestVersion = ''] = items.map((item) =>
    'A_Const' in item ? (item.A_Const.sval?.sval ?? '') : '',
  );
  return { migration, oldestVersion };
}

/** Why a declaration does not do, as a sentence without a full stop; null where it does. @param version of this code */
export function declarationFault(
  { migration, oldestVersion }: ContractDeclaration,
  name: string,
  version: string,
): string | null {
  if (migration !== name)
    return `the row of contract_steps names ${migration || 'nothing'} and not this migration`;
  if (valid(oldestVersion) === null)
    return `contract_steps wants a version such as 0.2.0, and not "${oldestVersion}"`;
  if (!lt(oldestVersion, version)) {
    return (
      `contract_steps names ${oldestVersion}, and this is ${version}: only a release that is out already can be what ` +
      'somebody goes back to'
    );
  }
  return null;
}
