import { print, printError } from '@taskfold/runtime';
import { runDeadLettersCommand } from './command/run-command.ts';

// As the first process of a container it gets no default action for signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await runDeadLettersCommand({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => print(`${line}\n`),
  complain: (line) => printError(`${line}\n`),
});
