import { spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../harness/root.ts';

/** The version that is installed; another one is another folder. */
const VERSION = '4.32.5';
/** What it keeps from one run to the next lies here, too. */
const FOLDER = join(ROOT, '.taskfold');

/**
 * Schemathesis in a virtual environment of the project's own, made where it is missing.
 *
 * @returns the path of its command
 * @throws where Python 3.10 or later, or the package, cannot be had
 */
export async function installSchemathesis(): Promise<string> {
  const folder = join(FOLDER, `schemathesis-${VERSION}`);
  const command = join(folder, 'bin/schemathesis');
  const isThere = await access(command).then(
    () => true,
    () => false,
  );
  if (isThere) return command;
  await mkdir(FOLDER, { recursive: true });
  await run('python3', ['-m', 'venv', '--clear', folder]);
  await run(join(folder, 'bin/pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    `schemathesis==${VERSION}`,
  ]);
  return command;
}

/** Resolves when the command has ended well; what it says is shown. */
export async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(command, args, {
    cwd: FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('exit', resolve).once('error', reject);
  const code = await promise;
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
