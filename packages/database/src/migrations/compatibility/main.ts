import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { print, printError } from '@taskfold/runtime';
import { loadModule } from 'libpg-query';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { MIGRATIONS_DIRECTORY, readMigrations } from '../migration-files.ts';
import { checkMigrations, sha256 } from './check-migrations.ts';

const RELEASED = new URL('../../../../../prisma/released.json', import.meta.url);
const RULES = 'docs/operations/upgrades.md#what-a-migration-may-do';

const { values } = parseArgs({ options: { released: { type: 'boolean' } } });
const { migrationDirectories } = await readMigrations(MIGRATIONS_DIRECTORY);
const scripts = migrationDirectories.map(({ path, migrationFile }) => ({
  name: path,
  sql: migrationFile.content.value,
}));
if (values.released === true) {
  const all = Object.fromEntries(scripts.map(({ name, sql }) => [name, sha256(sql)]));
  await writeFile(RELEASED, `${JSON.stringify(all, null, 2)}\n`);
  print(`${scripts.length} migrations count as released\n`);
} else {
  await loadModule();
  const released = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(RELEASED, 'utf8')));
  const { faults, trusted, checked } = checkMigrations(scripts, released, manifest.version);
  for (const line of trusted) print(`taken on trust: ${line}\n`);
  for (const line of faults) printError(`${line}\n`);
  if (faults.length > 0) {
    printError(
      `\nOlder versions run beside a database while versions change, and are rolled back to. Add first, take away in a release after ` +
        `the one that stopped using it: ${RULES}\n`,
    );
  }
  print(`migrations that are not released: ${checked}, faults: ${faults.length}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
