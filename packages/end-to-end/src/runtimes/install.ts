import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { installedOnce } from '../harness/installed-once.ts';

/**
 * A package of npm that brings a program, in a folder of the project's own, once for this version.
 *
 * @param name of the package
 * @returns the path of `node_modules`
 * @throws what npm said, where it cannot be had
 */
export async function installedRuntime(name: string, version: string): Promise<string> {
  const wanted = `${name}@${version}`;
  const folder = await installedOnce(`runtimes-${name}`, [wanted], async (empty) => {
    // The scripts of these packages bring the program for this machine.
    const manifest = { private: true, allowScripts: { [name]: true, workerd: true } };
    await writeFile(join(empty, 'package.json'), JSON.stringify(manifest));
    const args = [
      'install',
      '--prefix',
      empty,
      '--no-audit',
      '--no-fund',
      '--save-exact',
      '--loglevel=error',
      wanted,
    ];
    await runCommand({ command: 'npm', args, cwd: empty });
  });
  return join(folder, 'node_modules');
}
