import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { makeVirtualEnvironment } from '../harness/virtual-environment.ts';
import { CLIENT } from './client-folder.ts';

export interface InstalledClient {
  /** Runs the first example of README.md as whoever pastes it does. @throws what it said, where it fails or prints something else */
  runExample(env: NodeJS.ProcessEnv): Promise<void>;
  /** Runs a program as whoever pastes it does. @returns what it printed @throws what it said, where it fails */
  run(code: string, env: NodeJS.ProcessEnv): Promise<string>;
}

/** Builds the wheel and the source distribution, and installs the wheel where nothing else is. */
export async function installBuilt(commands: string): Promise<InstalledClient> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-python-'));
  process.once('exit', () => void rm(folder, { recursive: true, force: true }));
  const dist = join(folder, 'dist');
  const build = ['-m', 'build', '--no-isolation', '--outdir', dist, CLIENT];
  await runCommand({ command: join(commands, 'python'), args: build });
  const files = await readdir(dist);
  const wheel = files.find((name) => name.endsWith('.whl'));
  if (wheel === undefined || !files.some((name) => name.endsWith('.tar.gz'))) {
    throw new Error(`built were ${files.join(', ')}`);
  }
  const empty = join(folder, 'empty');
  await makeVirtualEnvironment(empty, 'The client for Python');
  const python = join(empty, 'bin/python');
  const install = ['pip', 'install', '--quiet', '--python', python, join(dist, wheel)];
  await runCommand({ command: join(commands, 'uv'), args: install });
  const run = async (code: string, env: NodeJS.ProcessEnv) => {
    const file = join(folder, 'example.py');
    await writeFile(file, code);
    return await runCommand({ command: python, args: [file], env, cwd: folder });
  };
  return {
    run,
    async runExample(env) {
      const readme = await readFile(join(CLIENT, 'README.md'), 'utf8');
      const [code, output] = [firstBlock(readme, 'python'), firstBlock(readme, 'text')];
      const said = await run(code, env);
      if (code === '' || said !== output) throw new Error(`the example printed:\n${said}and not:\n${output}`);
    },
  };
}

/** What stands in the first block of code of a language. @returns '' where there is none */
function firstBlock(text: string, language: string): string {
  const [, after = ''] = text.split(`\n\`\`\`${language}\n`);
  return after.slice(0, after.indexOf('```'));
}
