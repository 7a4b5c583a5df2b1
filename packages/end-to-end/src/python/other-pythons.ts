import { basename, join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { virtualEnvironment } from '../harness/virtual-environment.ts';
import { CLIENT } from './client-folder.ts';
import { step } from './step.ts';

const FLAG = '--pythons=';

/** The commands that `--pythons=python3.10,python3.13` names; none without it. */
export function otherPythons(args: readonly string[]): readonly string[] {
  return args.filter((arg) => arg.startsWith(FLAG)).flatMap((arg) => arg.slice(FLAG.length).split(','));
}

/** Runs the tests that need no stack by other versions of Python. @throws what one said, where it fails */
export async function testByOtherPythons(commands: readonly string[]): Promise<void> {
  const requirements = join(CLIENT, 'requirements.txt');
  for (const python of commands) {
    const version = (await runCommand({ command: python, args: ['--version'] })).trim();
    const name = `${basename(python)}-${version.replace(/^\D+/, '')}`;
    const bin = await step(`installed for ${version}`, () =>
      virtualEnvironment({ name, requirements, python }),
    );
    const own = join(bin, 'python');
    const editable = ['pip', 'install', '--python', own, '--quiet', '--no-deps', '--no-build-isolation'];
    await runCommand({ command: join(bin, 'uv'), args: [...editable, '--editable', '.'], cwd: CLIENT });
    await step(`tests pass by ${version}`, () =>
      runCommand({ command: own, args: ['-m', 'pytest', 'tests/unit', 'src'], cwd: CLIENT }),
    );
  }
}
