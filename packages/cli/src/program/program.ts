import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { createTerminal } from '@taskfold/runtime/command';
import { OUTCOMES } from '../outcome/outcomes.ts';
import { ENVIRONMENT } from '../settings/environment.ts';
import type { CommandMaker } from './command.ts';
import { addCompletion } from './completion.ts';
import type { CliProcess, Context } from './context.ts';
import { fullName } from './tree.ts';

/** The tree of commands, for one run. */
export function createProgram(
  makers: readonly CommandMaker[],
  context: Context,
  version: string,
  { stdout, stderr, env }: CliProcess,
): CommandUnknownOpts {
  const [output, errors] = [createTerminal(stdout, env), createTerminal(stderr, env)];
  const program = new Command('taskfold')
    .description('What happened to this task, what did it cost, and was the caller told?')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command...]', 'show help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.replace(/\n$/, '')),
      writeErr: (text) => errors.line(text.replace(/\n$/, '')),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      outputError: (text, write) =>
        write(text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase())),
    })
    .configureHelp({ sortOptions: false, sortSubcommands: false })
    .addHelpText('after', afterwards);
  for (const make of makers) program.addCommand(make(context));
  addCompletion(program);
  inherit(program);
  return program;
}

function inherit(parent: CommandUnknownOpts): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent);
    child
      .helpCommand(false)
      .helpOption('-h, --help', 'show this')
      .showHelpAfterError(`See "${fullName(child)} --help".`);
    inherit(child);
  }
}

const HELP_WIDTH = 100;

function widthOf({ columns }: { readonly columns?: number }): number {
  return Math.min(columns || HELP_WIDTH, HELP_WIDTH);
}

function afterwards(): string {
  const codes = Object.values(OUTCOMES).map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`);
  const width = Math.max(...Object.keys(ENVIRONMENT).map((name) => name.length));
  const variables = Object.entries(ENVIRONMENT).map(
    ([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`,
  );
  return ['', 'Environment:', ...variables, '', 'Exit codes:', ...codes].join('\n');
}
