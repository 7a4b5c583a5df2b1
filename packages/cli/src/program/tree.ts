import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** As it is typed: `taskfold tasks get`. */
export function fullName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

/** Every command that does something, in the order of the help; groups, help and hidden ones left out. */
export function leavesOf(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help');
  return below.flatMap((child) => (child.commands.length === 0 ? [child] : leavesOf(child)));
}
