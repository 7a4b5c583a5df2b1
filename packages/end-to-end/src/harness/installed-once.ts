import { createHash } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/**
 * A folder of the project's own for what is brought from elsewhere, filled where it is missing: once for whatever is wanted in it.
 *
 * @param name begins the name of the folder
 * @param wanted the versions of what is in it: others are another folder
 * @param install fills the folder, which is empty; what it throws is thrown, and the next time it is tried anew
 * @returns the path of the folder
 */
export async function installedOnce(
  name: string,
  wanted: readonly string[],
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(wanted.join('\0'));
  const folder = join(ROOT, '.taskfold', `${name}-${hash.digest('hex').slice(0, 12)}`);
  const isWhole = join(folder, 'installed');
  const isThere = await access(isWhole).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await install(folder);
  await writeFile(isWhole, '');
  return folder;
}
