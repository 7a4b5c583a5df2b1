import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';
import { CLIENT } from './client-folder.ts';
import { step } from './step.ts';

/** Format, lint, types by two checkers, and whether what is generated is what the contract says now. @throws what one found */
export async function checkPackage(commands: string): Promise<void> {
  const python = join(commands, 'python');
  const run = (command: string, ...args: string[]) => runCommand({ command, args, cwd: CLIENT });
  const editable = ['pip', 'install', '--python', python, '--quiet', '--no-deps', '--no-build-isolation'];
  await step('linked', () => run(join(commands, 'uv'), ...editable, '--editable', '.'));
  await step('formatted', () => run(python, '-m', 'ruff', 'format', '--check', '.'));
  await step('ruff finds nothing', () => run(python, '-m', 'ruff', 'check', '.'));
  await step('what is generated is as it must be', () => run(python, '-m', 'scripts.generate', '--check'));
  await step('mypy finds nothing', () => run(python, '-m', 'mypy'));
  const pyright = join(ROOT, 'node_modules/.bin/pyright');
  await step('pyright finds nothing', () => run(pyright, '--project', '.', '--pythonpath', python));
}
