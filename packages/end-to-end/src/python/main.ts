import { join, relative } from 'node:path';
import { messageOf } from '@taskfold/runtime';
import { ROOT } from '../harness/root.ts';
import { startSystem } from '../harness/system.ts';
import { virtualEnvironment } from '../harness/virtual-environment.ts';
import { checkPackage } from './check-package.ts';
import { CLIENT } from './client-folder.ts';
import { installBuilt } from './install-built.ts';
import { otherPythons, testByOtherPythons } from './other-pythons.ts';
import { runCopied } from './run-copied.ts';
import { runTests } from './run-tests.ts';
import { startStack } from './stack.ts';
import { step } from './step.ts';

// npm run test:python -- --pythons=COMMAND[,COMMAND] runs the tests that need no stack by other versions of Python, and ends.
// npm run test:python [-- ARGUMENTS OF PYTEST]: checks the client for Python (format, lint, types, what is generated), builds it,
// and tests it: against a real API with a processor and a Kafka behind it, and as it is installed by who uses it.

async function main(): Promise<void> {
  const started = performance.now();
  const others = otherPythons(process.argv.slice(2));
  if (others.length > 0) return await testByOtherPythons(others);
  const requirements = join(CLIENT, 'requirements.txt');
  const commands = await step('installed', () => virtualEnvironment({ name: 'python', requirements }));
  await checkPackage(commands);
  const built = await step('built, and installed into an empty environment', () => installBuilt(commands));
  const system = await startSystem();
  try {
    const stack = await step('the stack is up', () => startStack(system));
    try {
      await step('the example of README.md has run there', () => built.runExample(stack.env));
      await step('so has what the console copies', () => runCopied(built, stack.env));
      await runTests(commands, stack.env, process.argv.slice(2));
    } finally {
      await stack.close();
    }
  } finally {
    await system.stop();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${relative(ROOT, CLIENT)}: done in ${seconds} s\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
