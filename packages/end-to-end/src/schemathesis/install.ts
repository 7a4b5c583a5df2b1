import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../harness/root.ts';
import { run } from './run.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const USABLE = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
const MISSING =
  'Schemathesis needs Python 3.10 or later as python3, with its modules venv and ensurepip (on Debian: the packages python3 and python3-venv).';

/**
 * Schemathesis in a virtual environment of the project's own, made where it is missing. Other requirements are another
 * environment.
 *
 * @returns the path of its command
 * @throws a sentence that says what is missing, where Python is not there or the packages cannot be had
 */
export async function installSchemathesis(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(REQUIREMENTS));
  const folder = join(ROOT, '.taskfold', `schemathesis-${hash.digest('hex').slice(0, 12)}`);
  const isWhole = join(folder, 'installed');
  const command = join(folder, 'bin/schemathesis');
  const isThere = await access(isWhole).then(
    () => true,
    () => false,
  );
  if (isThere) return command;
  await mkdir(folder, { recursive: true });
  await run('python3', ['-c', USABLE]).catch((cause) => {
    throw new Error(MISSING, { cause });
  });
  await run('python3', ['-m', 'venv', '--clear', folder]);
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  await run(join(folder, 'bin/pip'), ['install', ...options, '--requirement', REQUIREMENTS]).catch(
    (cause) => {
      throw new Error('The packages of Schemathesis could not be installed: see what pip says above.', {
        cause,
      });
    },
  );
  await writeFile(isWhole, '');
  return command;
}
