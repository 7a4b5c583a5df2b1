import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { MIGRATIONS_DIRECTORY } from '../migration-files.ts';

/** A directory with all migrations of this version and one more. */
export async function migrationsWith(name: string, script: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'taskfold-migrations-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await cp(MIGRATIONS_DIRECTORY, directory, { recursive: true });
  await writeScript(directory, name, script);
  return directory;
}

export async function writeScript(directory: string, name: string, script: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), script);
}
