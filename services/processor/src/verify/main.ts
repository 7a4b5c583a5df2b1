import { print, printError } from '@taskfold/runtime';
import { replayCommand } from '../replay/command.ts';
import { printDifferences } from '../replay/print-differences.ts';
import { group } from '../replay/progress.ts';
import { runCommand } from '../replay/run-command.ts';
import { verify } from './verify.ts';

const HELP = `Folds the log from its beginning, compares the result with the projection row by row, and changes nothing.

Usage: npm run verify [-- OPTION]...
       node services/processor/src/verify/main.ts [OPTION]...

Tasks, usage records and ledger entries are compared as they stand at one moment; the processor goes on meanwhile. The
database needs room for them a second time until the end. Dead letters and pruned tasks are skipped.

  --limit COUNT  list so many of the tasks that differ (default 100)
  --help         show this

Exit code: 0 when all is as the log says, 1 when tasks differ (they are listed with the columns that do, never with what
stands in them), 2 for wrong arguments, 3 when it could not be decided, 130 after Ctrl-C.
`;

const command = replayCommand({
  help: HELP,
  actions: [],
  options: {},
  args: process.argv.slice(2),
  env: process.env,
});
if (command.kind === 'run') {
  const { config, limit } = command;
  await runCommand(async ({ print, ...run }) => {
    const { count, differences } = await verify({ ...run, config }, limit);
    for (const line of printDifferences(differences, count)) print(line);
    if (count === 0) print('The projection is what the log says.');
    else print(`${group(count)} ${count === 1 ? 'task differs' : 'tasks differ'} from what the log says.`);
    return count === 0 ? 0 : 1;
  });
} else if (command.code === 0) {
  print(command.text);
} else {
  printError(command.error);
  process.exitCode = command.code;
}
