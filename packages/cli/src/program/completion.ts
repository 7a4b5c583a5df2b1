import tab from '@bomb.sh/tab/commander';
import type { Command, CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Command as PlainCommand } from 'commander';
import { describeCommand } from './command.ts';

const NAME = 'completion';

/** Adds the command that prints completion scripts, and the hidden one that these call. After all others. */
export function addCompletion(program: Command): void {
  // The typings infer options for us and are another type; the class is the same.
  const completed = tab(program as unknown as PlainCommand, { completionCommandName: NAME });
  const made = program.commands.find((command) => command.name() === NAME);
  if (made === undefined) throw new Error('the library names the command otherwise');
  describeCommand(made, 'Print what a shell completes commands with', {
    description:
      'Prints a script that completes commands, options and their values; the shell reads it at its start. It calls "taskfold", which must be on the PATH.',
    examples: [
      {
        line: 'taskfold completion bash > taskfold.bash',
        says: 'For bash with bash-completion: source the file in ~/.bashrc.',
      },
      { line: 'taskfold completion zsh > taskfold.zsh', says: 'For zsh: source the file in ~/.zshrc.' },
      {
        line: 'taskfold completion fish > taskfold.fish',
        says: 'For fish: put the file into ~/.config/fish/completions.',
      },
    ],
  });
  // A menu has room for a line.
  for (const [path, entry] of completed.commands) {
    entry.description = commandAt(program, path.split(' '))?.summary() || entry.description;
  }
}

/** @param path the names of the command and of what it is in, from the outside in */
function commandAt(
  within: CommandUnknownOpts,
  [name, ...others]: readonly string[],
): CommandUnknownOpts | undefined {
  const found = within.commands.find((command) => command.name() === name);
  return found === undefined || others.length === 0 ? found : commandAt(found, others);
}
