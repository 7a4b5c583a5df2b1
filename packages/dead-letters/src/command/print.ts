import { isUtf8 } from 'node:buffer';
import { escapeControls } from '@taskfold/runtime';
import type { DeadLetterSummary } from '../store/dead-letter.ts';
import type { DeadLetterPage } from '../store/list-dead-letters.ts';
import type { DeadLetter } from '../store/read-dead-letter.ts';
import { printCursor, printPosition } from './options.ts';

/** One line for each, then how to go on. */
export function* printPage({ deadLetters, next }: DeadLetterPage): Generator<string> {
  for (const letter of deadLetters) yield lineOf(letter);
  if (deadLetters.length === 0) yield 'There are none.';
  if (next !== null) yield `There are more: --after ${printCursor(next)}`;
}

function lineOf(letter: DeadLetterSummary): string {
  const task = letter.taskId === null ? '' : ` ${letter.tenantId ?? '?'}/${letter.taskId}`;
  return escapeControls(
    `${printPosition(letter)}  ${letter.storedAt}  ${letter.status}  ${letter.code}${task}: ${letter.message}`,
  );
}

/** JSON Lines. */
export function* printPageAsJson({ deadLetters, next }: DeadLetterPage): Generator<string> {
  for (const letter of deadLetters) yield JSON.stringify(letter);
  if (next !== null) yield JSON.stringify({ next: printCursor(next) });
}

export function* printDeadLetter(letter: DeadLetter): Generator<string> {
  const { record, audit } = letter;
  yield `position:   ${printPosition(letter)}`;
  yield `status:     ${letter.status}`;
  yield `code:       ${letter.code}`;
  yield `message:    ${escapeControls(letter.message)}`;
  yield `tenant:     ${escapeControls(letter.tenantId ?? '(not known)')}`;
  yield `task:       ${escapeControls(letter.taskId ?? '(not known)')}`;
  yield `recorded:   ${letter.recordTime}`;
  yield `stored:     ${letter.storedAt}`;
  yield `published:  ${letter.publishedAt ?? '(not yet)'}`;
  for (const { occurredAt, actor, action, details } of audit) {
    yield escapeControls(`audit:      ${occurredAt}  ${action} by ${actor} ${JSON.stringify(details)}`);
  }
  if (letter.prunedAt !== null) {
    yield `The bytes were removed at ${letter.prunedAt}.`;
    return;
  }
  for (const [name, value] of Object.entries(record.headers))
    yield `header:     ${escapeControls(name)}: ${textOf(value)}`;
  yield `key:        ${textOf(record.key)}`;
  yield `value:      ${textOf(record.value)}`;
}

export function deadLetterAsJson({ record, ...letter }: DeadLetter): string {
  const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
  const headers = Object.fromEntries(
    Object.entries(record.headers).map(([name, value]) => [name, base64(value)]),
  );
  const { key, value } = record;
  return JSON.stringify({
    ...letter,
    record: { key_base64: base64(key), value_base64: base64(value), headers_base64: headers },
  });
}

/** What stands there, or Base64 of what is no text. Control characters could act on the terminal. */
function textOf(bytes: Buffer | null): string {
  if (bytes === null) return '(none)';
  const text = bytes.toString();
  return isUtf8(bytes) && !/[^\P{C}\n\t]/u.test(text) ? text : `(base64) ${bytes.toString('base64')}`;
}
