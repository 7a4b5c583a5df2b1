import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';

/**
 * The client as it is published, built, packed and installed into an empty project.
 *
 * @param folder an empty one
 * @returns the folder of the project
 */
export async function installedClient(folder: string): Promise<string> {
  const client = join(ROOT, 'packages/client');
  const built = join(folder, 'built');
  await runCommand({ command: process.execPath, args: ['src/build/main.ts', built], cwd: client });
  const packing = ['pack', built, '--json', '--pack-destination', folder];
  const packed = JSON.parse(await runCommand({ command: 'npm', args: packing, cwd: folder }));
  const { filename } = Object.values(packed as Record<string, { readonly filename: string }>)[0] ?? {};
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{"private":true}\n');
  // It has no dependencies: nothing is asked of a registry.
  const installing = ['install', '--offline', '--no-audit', '--no-fund', join(folder, String(filename))];
  await runCommand({ command: 'npm', args: installing, cwd: project });
  return project;
}
