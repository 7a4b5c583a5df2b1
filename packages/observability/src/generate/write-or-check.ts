import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { print, printError } from '@taskfold/runtime';
import { PROJECT_FOLDER } from '../root.ts';

/**
 * `npm run generate` of a package: writes the files, by their paths within the project. With `--check` it changes nothing, and fails
 * where one is stale.
 */
export async function writeOrCheck(
  files: ReadonlyMap<string, string>,
  args: readonly string[],
): Promise<void> {
  if (!args.includes('--check')) {
    for (const [file, content] of files) {
      await mkdir(dirname(join(PROJECT_FOLDER, file)), { recursive: true });
      await writeFile(join(PROJECT_FOLDER, file), content);
    }
    print(`wrote ${files.size} files\n`);
    return;
  }
  for (const [file, content] of files) {
    if ((await readFile(join(PROJECT_FOLDER, file), 'utf8').catch(() => '')) === content) continue;
    printError(`${file} is stale: run "npm run generate" and commit the result\n`);
    process.exitCode = 1;
  }
}
