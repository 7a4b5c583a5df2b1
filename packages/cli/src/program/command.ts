import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Context } from './context.ts';

/** Makes a command, or a group of them, for one run. */
export type CommandMaker = (context: Context) => CommandUnknownOpts;

/** A command line that works as it stands. A test runs each of them. */
interface Example {
  /** As it is typed, from `taskfold` on. */
  readonly line: string;
  /** What it does, as a sentence. */
  readonly says: string;
}

export interface CommandFacts {
  /** More than the summary, for the help of the command. */
  readonly description?: string;
  readonly examples: readonly [Example, ...Example[]];
}

const EXAMPLES = new WeakMap<CommandUnknownOpts, readonly Example[]>();

/** The examples of a command; none of a group. */
export function examplesOf(command: CommandUnknownOpts): readonly Example[] {
  return EXAMPLES.get(command) ?? [];
}

/** A command without options of its own. @param summary a sentence without a full stop */
export function command(name: string, summary: string, facts: CommandFacts) {
  const made = new Command(name);
  describeCommand(made, summary, facts);
  return made;
}

/** Says what a command does, and shows its examples in its help. */
export function describeCommand(
  made: CommandUnknownOpts,
  summary: string,
  { description, examples }: CommandFacts,
): void {
  made.summary(summary).description(description ?? `${summary}.`);
  made.addHelpText('after', () => ['', 'Examples:', ...examples.flatMap(exampleLines)].join('\n'));
  EXAMPLES.set(made, examples);
}

/** A command that shows something. */
export function outputCommand(name: string, summary: string, facts: CommandFacts) {
  return command(name, summary, facts)
    .option('--json', 'print one JSON document')
    .option('--jsonl', 'print JSON, one line for each thing');
}

/** A command that asks the API. */
export function apiCommand(name: string, summary: string, facts: CommandFacts) {
  return outputCommand(name, summary, facts)
    .option('--profile <name>', 'the profile to take the API and the key from (TASKFOLD_PROFILE)')
    .option('--api-url <url>', 'the address of the API (TASKFOLD_API_URL)')
    .option('--api-key-file <file>', 'a file that holds the key (or the key itself in TASKFOLD_API_KEY)');
}

/** A group: a command that holds others. */
export function commandGroup(name: string, summary: string, makers: readonly CommandMaker[]): CommandMaker {
  return (context) => {
    const made = new Command(name).summary(summary).description(`${summary}.`);
    for (const make of makers) made.addCommand(make(context));
    return made;
  };
}

function exampleLines({ line, says }: Example): string[] {
  return [`  # ${says}`, `  ${line}`];
}
