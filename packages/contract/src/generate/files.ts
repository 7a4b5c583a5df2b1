import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Folders that hold generated files alone: a file there that is no longer made is stale. */
const GENERATED_FOLDERS = ['packages/contract/generated/json-schema', 'docs/reference/http'];

/** Writes every file below `root` and removes those of types and operations that are gone. */
export async function writeArtifacts(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, content] of files) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  for (const file of await leftovers(root, files)) await rm(path.join(root, file));
}

/** @returns the files that differ from what would be written, are missing, or are no longer made. */
export async function staleArtifacts(root: string, files: ReadonlyMap<string, string>) {
  const stale: string[] = [];
  for (const [file, content] of files) {
    if ((await readOrNothing(path.join(root, file))) !== content) stale.push(file);
  }
  return [...stale, ...(await leftovers(root, files))];
}

async function leftovers(root: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const present = await Promise.all(
    GENERATED_FOLDERS.map(async (folder) => {
      const names = await readdir(path.join(root, folder)).catch(emptyWhereMissing);
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  return present.flat().filter((file) => !files.has(file));
}

async function readOrNothing(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function emptyWhereMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
