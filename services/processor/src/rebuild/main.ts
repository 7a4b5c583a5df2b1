import { print, printError } from '@taskfold/runtime';
import { replayCommand } from '../replay/command.ts';
import { printDifferences } from '../replay/print-differences.ts';
import { group } from '../replay/progress.ts';
import { type CommandRun, runCommand } from '../replay/run-command.ts';
import { compareRebuild, dropRebuild, type RebuildOptions, startRebuild, swapRebuild } from './rebuild.ts';
import { describeRebuild } from './status.ts';

const HELP = `Folds the log from its beginning into a second version of the task tables, the standby, and makes that the live one.

Usage: npm run rebuild -- ACTION [OPTION]...
       node services/processor/src/rebuild/main.ts ACTION [OPTION]...

Actions:
  start     make the standby and fold the log into it; after an interruption, go on
  status    say how far it is
  compare   compare it with the live version row by row
  swap      make it live, in one transaction; the version that was live becomes the standby
  rollback  let the older version catch up and make it live again
  drop      drop the standby

Options:
  --limit COUNT    list so many of the tasks that differ (compare; default 100)
  --allow-surplus  let tasks vanish that the log does not have (swap and rollback)
  --help           show this

The processor and the API go on meanwhile, and need no restart. A task that readers see otherwise after a swap gets a higher
revision and is published. Dead letters are skipped and pruned tasks stay pruned; any other record that cannot be folded ends
the rebuild.

Exit code: 0 when it is done (compare: and no task differs), 1 when tasks differ, 2 for wrong arguments, 3 when it was refused
or failed, 130 after Ctrl-C.
`;

type Action = (options: RebuildOptions, values: Values, print: CommandRun['print']) => Promise<number>;

interface Values {
  readonly limit: number;
  readonly allowSurplus: boolean;
}

const swap =
  (direction: 'swap' | 'rollback'): Action =>
  async (options, { allowSurplus }, print) => {
    const { differing, corrected } = await swapRebuild(options, direction, allowSurplus);
    print(
      `The standby is live. ${group(differing)} tasks had different rows; ${group(corrected)} were published anew.`,
    );
    return 0;
  };

const ACTIONS: Readonly<Record<string, Action>> = {
  async start(options, _values, print) {
    await startRebuild(options);
    print('The standby has caught up. Compare it, then swap.');
    return 0;
  },
  async status({ config }, _values, print) {
    for (const line of await describeRebuild(config)) print(line);
    return 0;
  },
  async compare(options, { limit }, print) {
    const { count, differences } = await compareRebuild(options, limit);
    for (const line of printDifferences(differences, count)) print(line);
    print(count === 0 ? 'Both versions are alike.' : `${group(count)} tasks differ.`);
    return count === 0 ? 0 : 1;
  },
  swap: swap('swap'),
  rollback: swap('rollback'),
  async drop(options, _values, print) {
    await dropRebuild(options);
    print('The standby is dropped.');
    return 0;
  },
};

const command = replayCommand({
  help: HELP,
  actions: Object.keys(ACTIONS),
  options: {
    'allow-surplus': { type: 'boolean', default: false },
  },
  args: process.argv.slice(2),
  env: process.env,
});
if (command.kind === 'run') {
  const { action, config, limit, values } = command;
  await runCommand(async ({ print, ...run }) => {
    const perform = ACTIONS[action];
    if (perform === undefined) throw new Error(`${action} is no action`);
    return await perform(
      { ...run, config },
      { limit, allowSurplus: values['allow-surplus'] === true },
      print,
    );
  });
} else if (command.code === 0) {
  print(command.text);
} else {
  printError(command.error);
  process.exitCode = command.code;
}
