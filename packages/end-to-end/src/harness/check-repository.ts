import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.ts';

const run = promisify(execFile);

/**
 * Runs a check of the gate in a repository that holds these files and nothing else.
 *
 * @param name of the file in `.ci`, without its ending
 * @returns its exit code, and the lines that it says on standard error
 */
export async function checkRepository(
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly faults: readonly string[] }> {
  const cwd = await mkdtemp(join(tmpdir(), 'taskfold-check-'));
  try {
    await run('git', ['init', '--quiet'], { cwd });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      await writeFile(join(cwd, path), text);
    }
    const checked = await run(process.execPath, [join(ROOT, `.ci/${name}.mjs`)], { cwd }).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: { readonly code: number; readonly stderr: string }) => error,
    );
    return { code: checked.code, faults: checked.stderr.split('\n').filter((line) => line !== '') };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
