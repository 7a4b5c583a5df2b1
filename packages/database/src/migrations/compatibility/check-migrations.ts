import { createHash } from 'node:crypto';
import { type ContractDeclaration, contractDeclaration, declarationFault } from './contract-declaration.ts';
import { emptySchema, noteStatement } from './known-schema.ts';
import { readScript } from './read-script.ts';
import { statementFaults } from './statement-faults.ts';

/** A migration: its name, and its script. */
export interface Script {
  readonly name: string;
  readonly sql: string;
}

export interface CheckedMigrations {
  /** Where, and what older versions cannot live with. */
  readonly faults: readonly string[];
  /** What is believed because a comment says so. */
  readonly trusted: readonly string[];
  /** How many were looked at: those that were not released. */
  readonly checked: number;
}

/**
 * Whether the versions that are out can live with the migrations that are not. `loadModule` of libpg-query was awaited before.
 *
 * @param scripts in order
 * @param released SHA-256 of those that versions in the field know, by name
 * @param version of this code
 */
export function checkMigrations(
  scripts: readonly Script[],
  released: Readonly<Record<string, string>>,
  version: string,
): CheckedMigrations {
  const schema = emptySchema();
  const faults: string[] = [];
  const trusted: string[] = [];
  let checked = 0;
  for (const name of Object.keys(released)) {
    if (!scripts.some((script) => script.name === name))
      faults.push(`${fileOf(name)}: it was released, and is gone`);
  }
  for (const { name, sql } of scripts) {
    const statements = readScript(sql);
    const known = released[name];
    if (known !== undefined && known !== sha256(sql)) {
      faults.push(
        `${fileOf(name)}: it was released, and is edited: restore it, and make the change in a new migration`,
      );
    }
    const declared = statements.map(({ node }) => contractDeclaration(node)).find((each) => each !== null);
    if (known === undefined) checked += 1;
    if (known === undefined && declared !== undefined) faults.push(...ofDeclaration(declared, name, version));
    for (const { line, node, trusted: reason } of statements) {
      const found = known === undefined && declared === undefined ? statementFaults(schema, node) : [];
      const where = `${fileOf(name)}:${line}`;
      if (reason === null) faults.push(...found.map((fault) => `${where}: ${fault}`));
      else if (found.length > 0) trusted.push(`${where}: ${reason}`);
      if (node !== null) noteStatement(schema, node, known !== undefined);
    }
  }
  return { faults, trusted, checked };
}

function ofDeclaration(declared: ContractDeclaration, name: string, version: string): string[] {
  const fault = declarationFault(declared, name, version);
  return fault === null ? [] : [`${fileOf(name)}: ${fault}`];
}

function fileOf(name: string): string {
  return `prisma/migrations/${name}/migration.sql`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
