import { isUtf8 } from 'node:buffer';
import type { DeadLetter, DeadLetterSummary } from '@taskfold/dead-letters';
import { drawFields, outside } from '../../output/fields.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import { printPosition } from './options.ts';

const COLUMNS: readonly TableColumn<DeadLetterSummary>[] = [
  { name: 'position', cell: (letter) => outside(printPosition(letter)) },
  { name: 'stored', cell: ({ storedAt }) => storedAt.slice(0, 19).replace('T', ' ') },
  { name: 'status', cell: drawStatus },
  { name: 'code', cell: ({ code }) => code },
  { name: 'tenant', cell: ({ tenantId }) => outside(tenantId) ?? '', shrinks: true },
  { name: 'task', cell: ({ taskId }) => outside(taskId) ?? '', shrinks: true },
  { name: 'what was wrong', cell: ({ message }) => outside(message), shrinks: true },
];

/** A line for each; times are UTC. */
export function drawDeadLetters(letters: readonly DeadLetterSummary[], view: View): string {
  return drawTable(COLUMNS, letters, view);
}

/** One of them with its bytes and what was done to it. */
export function drawDeadLetter(letter: DeadLetter, view: View): string {
  const { record, audit, prunedAt } = letter;
  return drawFields(
    [
      ['position', outside(printPosition(letter))],
      ['status', drawStatus(letter, view)],
      ['code', letter.code],
      ['message', outside(letter.message)],
      ['tenant', outside(letter.tenantId) ?? '(not known)'],
      ['task', outside(letter.taskId) ?? '(not known)'],
      ['recorded', letter.recordTime],
      ['stored', letter.storedAt],
      ['published', letter.publishedAt ?? '(not yet)'],
      ...audit.map(({ occurredAt, actor, action, details }): [string, string] => [
        'audit',
        outside(`${occurredAt}  ${action} by ${actor} ${JSON.stringify(details)}`),
      ]),
      ...(prunedAt === null
        ? [
            ...Object.entries(record.headers).map(([name, value]): [string, string] => [
              'header',
              `${outside(name)}: ${textOf(value)}`,
            ]),
            ['key', textOf(record.key)] as const,
            ['value', textOf(record.value)] as const,
          ]
        : [['bytes', `removed at ${prunedAt}`] as const]),
    ],
    view,
  );
}

function drawStatus({ status }: DeadLetterSummary, { style }: View): string {
  return status === 'open' ? style.warn(status) : style.faint(status);
}

/** What is no text stands in Base64. */
function textOf(bytes: Buffer | null): string {
  if (bytes === null) return '(none)';
  return isUtf8(bytes) ? outside(bytes.toString('utf8')) : `(base64) ${bytes.toString('base64')}`;
}
