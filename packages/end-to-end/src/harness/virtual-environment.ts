import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { installedOnce } from './installed-once.ts';

const USABLE = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
/** Installs in a tenth of the time that pip takes. */
const UV = 'uv==0.13.9';

export interface VirtualEnvironmentOptions {
  /** What is installed for whom: names the folder, and is named where it cannot be. */
  readonly name: string;
  /** A file of pinned requirements. */
  readonly requirements: string;
  /** The command of Python that it is made with; `python3` unless it is given. */
  readonly python?: string;
}

/**
 * Packages of Python in a virtual environment of the project's own, made where it is missing. Other requirements are another
 * environment.
 *
 * @returns the folder of its commands
 * @throws a sentence that says what is missing, where Python is not there or the packages cannot be had
 */
export async function virtualEnvironment({
  name,
  requirements,
  python,
}: VirtualEnvironmentOptions): Promise<string> {
  const folder = await installedOnce(name, [await readFile(requirements, 'utf8')], async (empty) => {
    await makeVirtualEnvironment(empty, name, python);
    await install(join(empty, 'bin'), requirements).catch((cause: unknown) => {
      throw new Error(`The packages of ${requirements} could not be installed: ${String(cause)}`, { cause });
    });
  });
  return join(folder, 'bin');
}

/** An empty one. @param name who needs it @throws a sentence that says what is missing, where Python is not there */
export async function makeVirtualEnvironment(
  folder: string,
  name: string,
  python = 'python3',
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await runCommand({ command: python, args: ['-c', USABLE] }).catch((cause: unknown) => {
    const modules = 'with its modules venv and ensurepip (on Debian: the packages python3 and python3-venv)';
    throw new Error(`${name} needs Python 3.10 or later as ${python}, ${modules}.`, { cause });
  });
  await runCommand({ command: python, args: ['-m', 'venv', '--clear', folder] });
}

async function install(commands: string, requirements: string): Promise<void> {
  const python = join(commands, 'python');
  const wheels = ['--quiet', '--only-binary', ':all:'];
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', ...wheels];
  await runCommand({ command: python, args: [...pip, UV] });
  const uv = ['pip', 'install', '--python', python, ...wheels, '--requirement', requirements];
  // Where packages come from a place that pip alone is told of, pip has to do it.
  await runCommand({ command: join(commands, 'uv'), args: uv }).catch(() =>
    runCommand({ command: python, args: [...pip, '--requirement', requirements] }),
  );
}
