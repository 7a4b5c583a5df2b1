import { DEAD_LETTER_CODES, DEAD_LETTER_STATUSES } from '@taskfold/contract';
import { describeVariables } from '@taskfold/runtime';
import { deadLettersConfigSchema } from './config.ts';

export function helpText(): string {
  return `Usage: npm run dead-letters -- COMMAND [OPTION]...
       node packages/dead-letters/src/main.ts COMMAND [OPTION]...

Dead letters are records of the events topic that can never fold. They are known by their position in the log:
topic/partition/offset.

  list                 those stored last come first; without their bytes
  show POSITION        one of them, with headers, key and value, and what was done to it
  redrive POSITION...  publish the record to the events topic again, once the cause is mended
  discard POSITION...  note that they are not wanted; nothing is deleted

Filters of list, and of redrive and discard with --all:
  --status STATUS      ${DEAD_LETTER_STATUSES.join(', ')}
  --code CODE          ${wrap(Object.keys(DEAD_LETTER_CODES))}
  --topic NAME, --partition NUMBER, --tenant ID, --task ID

Options:
  --all                redrive, discard: all open ones that pass the filters
  --actor NAME         redrive, discard: who does it, for the audit log (default: the user of this machine)
  --reason TEXT        redrive, discard: why, for the audit log
  --limit COUNT        list: so many at most (default 50)
  --after CURSOR       list: go on where a list ended
  --json               list, show: one JSON object for each
  --help               show this

Environment variables:
${describeVariables(deadLettersConfigSchema)}
Exit code: 0 when all was done, 1 when one could not be (it is said which), or the database or Kafka failed, 2 for wrong
arguments.
`;
}

function wrap(words: readonly string[]): string {
  const half = Math.ceil(words.length / 2);
  return `${words.slice(0, half).join(', ')},\n                       ${words.slice(half).join(', ')}`;
}
