import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import {
  DEAD_LETTER_CODES,
  DEAD_LETTER_STATUSES,
  type DeadLetterCode,
  type DeadLetterStatus,
  type Instant,
  parseInstant,
} from '@taskfold/contract';
import type { DeadLetterCursor, DeadLetterFilters, DeadLetterPosition } from '@taskfold/dead-letters';

const CODES = Object.keys(DEAD_LETTER_CODES) as DeadLetterCode[];

/** What the options of filters become. */
export interface FilterOptions {
  readonly code?: DeadLetterCode | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly tenant?: string | undefined;
  readonly task?: string | undefined;
  readonly since?: string | undefined;
  readonly before?: string | undefined;
}

export const statusOption = new Option('--status <status>', 'those of one status').choices(
  DEAD_LETTER_STATUSES,
);

export function codeOf(text: string): DeadLetterCode {
  const code = CODES.find((one) => one === text);
  if (code === undefined) throw new InvalidArgumentError(`It must be one of ${CODES.join(', ')}.`);
  return code;
}

export function filtersOf(options: FilterOptions, status?: DeadLetterStatus): DeadLetterFilters {
  const { code, topic, partition, tenant, task, since, before } = options;
  return {
    ...(status === undefined ? {} : { status }),
    code,
    topic,
    partition,
    tenantId: tenant,
    taskId: task,
    storedSince: instant(since),
    storedBefore: instant(before),
  };
}

function instant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : parseInstant(text);
}

/** `<topic>/<partition>/<offset>`: a topic's name has no slash. */
export function positionOf(text: string): DeadLetterPosition {
  const [, topic, partition, offset] = /^([^/]+)\/(\d{1,9})\/(\d{1,15})$/.exec(text) ?? [];
  if (topic === undefined) throw new InvalidArgumentError('It must be topic/partition/offset.');
  return { topic, partition: Number(partition), offset: Number(offset) };
}

export function positionsOf(
  text: string,
  before: readonly DeadLetterPosition[] | undefined,
): readonly DeadLetterPosition[] {
  return [...(before ?? []), positionOf(text)];
}

/** Where a list goes on: what `next_cursor` has. */
export function cursorOf(text: string): DeadLetterCursor {
  const at = text.indexOf('@');
  const storedAt = at < 0 ? undefined : parseInstant(text.slice(at + 1));
  if (storedAt === undefined)
    throw new InvalidArgumentError('It must be the next_cursor of an earlier list.');
  return { ...positionOf(text.slice(0, at)), storedAt };
}

export function printCursor({ storedAt, ...position }: DeadLetterCursor): string {
  return `${printPosition(position)}@${storedAt}`;
}

export function printPosition({ topic, partition, offset }: DeadLetterPosition): string {
  return `${topic}/${partition}/${offset}`;
}
