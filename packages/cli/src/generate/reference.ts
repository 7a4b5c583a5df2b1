import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { OUTCOMES } from '../outcome/outcomes.ts';
import { examplesOf } from '../program/command.ts';
import { fullName, leavesOf } from '../program/tree.ts';
import { ENVIRONMENT } from '../settings/environment.ts';

const NOTICE =
  '<!-- Generated from packages/cli by `npm run generate`. Change the commands, not this file. -->';

/** The page about the command line: every command with its options and examples, the environment, exit codes. */
export function commandLineReference(program: CommandUnknownOpts): string {
  const commands = leavesOf(program);
  return `${[
    NOTICE,
    '# The command line',
    '`taskfold` asks the API with a key, over HTTP. In the repository it is `npx taskfold`, in the image `taskfold`; beside a running `npm start` nothing need be set. `taskfold login` stores the address and the key of another API as a profile, in `~/.config/taskfold/profiles.json`, which its owner alone can read.',
    'An address comes from `--api-url`, else `TASKFOLD_API_URL`, else the profile (`--profile`, `TASKFOLD_PROFILE`, or the current one), else the running local stack; a key from `--api-key-file`, else `TASKFOLD_API_KEY`, else the same profile. The key of a profile is sent to no address but that of the profile. No option takes a key itself, for other users of a machine see what is typed.',
    'In a terminal output is drawn, with colours; where a program reads it, tables have their full width and no colours. `--json` prints one JSON document, as the API answers it; `--jsonl` a line of JSON for each thing. What is said beside the answer, such as errors, goes to standard error. Whatever would act on a terminal in the data of others stands as `\\u001b`.',
    'Every request has a time limit. What may succeed later is tried again a few times where that is safe, and not before `Retry-After` says. Ctrl-C ends whatever is under way.',
    '## Exit codes',
    table(
      ['code', 'meaning'],
      Object.values(OUTCOMES).map(({ code, meaning }) => [String(code), meaning]),
    ),
    '## Environment',
    table(
      ['variable', 'meaning'],
      Object.entries(ENVIRONMENT).map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
    '## Commands',
    table(
      ['command', 'what it does'],
      commands.map((command) => [`[\`${fullName(command)}\`](#${anchorOf(command)})`, command.summary()]),
    ),
    ...commands.flatMap(section),
  ].join('\n\n')}\n`;
}

function section(command: CommandUnknownOpts): readonly string[] {
  const help = command.createHelp();
  const meanings = [
    ...help
      .visibleArguments(command)
      .map((argument) => [`<${argument.name()}>`, help.argumentDescription(argument)] as const),
    ...help
      .visibleOptions(command)
      .map((option) => [help.optionTerm(option), help.optionDescription(option)] as const),
  ];
  return [
    `## ${fullName(command)}`,
    command.description(),
    block(`${fullName(command)} ${command.usage()}`),
    table(
      ['argument or option', 'meaning'],
      meanings.map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
    block(
      examplesOf(command)
        .map(({ line, says }) => `# ${says}\n${line}`)
        .join('\n\n'),
    ),
  ];
}

function anchorOf(command: CommandUnknownOpts): string {
  return fullName(command).replaceAll(' ', '-');
}

function block(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\``;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
