import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  DEAD_LETTER_CODES,
  DEAD_LETTER_STATUSES,
  type DeadLetterCode,
  type DeadLetterStatus,
  isInstant,
} from '@taskfold/contract';
import type { DeadLetterPosition } from '../store/dead-letter.ts';
import type { DeadLetterCursor, DeadLetterFilters } from '../store/list-dead-letters.ts';

export type DeadLettersCommand =
  | {
      readonly kind: 'list';
      readonly filters: DeadLetterFilters;
      readonly limit: number;
      readonly after: DeadLetterCursor | null;
      readonly json: boolean;
    }
  | { readonly kind: 'show'; readonly position: DeadLetterPosition; readonly json: boolean }
  | {
      readonly kind: 'redrive' | 'discard';
      /** Those named, or all open ones that pass the filters. */
      readonly which: readonly DeadLetterPosition[] | DeadLetterFilters;
      readonly actor: string;
      readonly reason?: string;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problem: string };

const LIMIT = 50;

class Refusal extends Error {}

/** Never throws for bad input: what is wrong with the arguments is a result. */
export function parseDeadLettersArguments(args: readonly string[]): DeadLettersCommand {
  try {
    return parse(args);
  } catch (error) {
    if (error instanceof Refusal || error instanceof TypeError)
      return { kind: 'invalid', problem: error.message };
    throw error;
  }
}

function parse(args: readonly string[]): DeadLettersCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      status: { type: 'string' },
      code: { type: 'string' },
      topic: { type: 'string' },
      partition: { type: 'string' },
      tenant: { type: 'string' },
      task: { type: 'string' },
      limit: { type: 'string', default: String(LIMIT) },
      after: { type: 'string' },
      all: { type: 'boolean', default: false },
      actor: { type: 'string', default: userInfo().username },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return { kind: 'help' };
  const [command, ...named] = positionals;
  const filters: DeadLetterFilters = {
    status: values.status === undefined ? undefined : statusOf(values.status),
    code: values.code === undefined ? undefined : codeOf(values.code),
    topic: values.topic,
    partition: values.partition === undefined ? undefined : wholeNumber('--partition', values.partition),
    tenantId: values.tenant,
    taskId: values.task,
  };
  const positions = named.map(positionOf);
  const [position] = positions;
  if (command === 'list') {
    if (named.length > 0) throw new Refusal('list takes options only.');
    const limit = wholeNumber('--limit', values.limit);
    if (limit < 1 || limit > 1000) throw new Refusal('--limit is 1 to 1000.');
    const after = values.after === undefined ? null : cursorOf(values.after);
    return { kind: 'list', filters, limit, after, json: values.json };
  }
  if (command === 'show') {
    if (position === undefined || positions.length > 1) throw new Refusal('show takes one position.');
    return { kind: 'show', position, json: values.json };
  }
  if (command !== 'redrive' && command !== 'discard') {
    throw new Refusal('The command is list, show, redrive or discard.');
  }
  if (values.actor === '') throw new Refusal('--actor must not be empty.');
  if (values.all === positions.length > 0)
    throw new Refusal(`Which ones? Give positions, or --all with filters.`);
  if (values.all && filters.status !== undefined && filters.status !== 'open') {
    throw new Refusal('--all takes open ones only.');
  }
  const which = values.all ? { ...filters, status: 'open' as const } : positions;
  const { actor, reason } = values;
  return { kind: command, which, actor, ...(reason === undefined ? {} : { reason }) };
}

function statusOf(text: string): DeadLetterStatus {
  const status = DEAD_LETTER_STATUSES.find((one) => one === text);
  if (status === undefined) throw new Refusal(`--status is one of ${DEAD_LETTER_STATUSES.join(', ')}.`);
  return status;
}

function codeOf(text: string): DeadLetterCode {
  const codes = Object.keys(DEAD_LETTER_CODES) as DeadLetterCode[];
  const code = codes.find((one) => one === text);
  if (code === undefined) throw new Refusal(`--code is one of ${codes.join(', ')}.`);
  return code;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isSafeInteger(number) || number < 0) {
    throw new Refusal(`${name} takes a whole number.`);
  }
  return number;
}

/** `<topic>/<partition>/<offset>`: a topic's name has no slash. */
function positionOf(text: string): DeadLetterPosition {
  const match = /^([^/]+)\/(\d{1,9})\/(\d{1,15})$/.exec(text);
  const [, topic, partition, offset] = match ?? [];
  if (topic === undefined) throw new Refusal(`A position is topic/partition/offset, not "${text}".`);
  return { topic, partition: Number(partition), offset: Number(offset) };
}

/** What {@link printCursor} prints. */
function cursorOf(text: string): DeadLetterCursor {
  const at = text.indexOf('@');
  const storedAt = text.slice(at + 1);
  if (at < 0 || !isInstant(storedAt))
    throw new Refusal(`--after takes what the list ended with, not "${text}".`);
  return { ...positionOf(text.slice(0, at)), storedAt };
}

export function printCursor(cursor: DeadLetterCursor): string {
  return `${printPosition(cursor)}@${cursor.storedAt}`;
}

export function printPosition({ topic, partition, offset }: DeadLetterPosition): string {
  return `${topic}/${partition}/${offset}`;
}
