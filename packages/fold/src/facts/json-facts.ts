import type { Instant, JsonObject } from '@taskfold/contract';
import type { EventKey, ShownLine, TaskState, UsageLine, Warning } from '../state.ts';

// The JSON that some facts are stored as, in the words of the contract, for a person with SQL. Empty lists are null.

export function printUsageLines(lines: readonly UsageLine[]): string {
  return JSON.stringify(
    lines.map(({ meter, quantity, unit, billedAmountCredits }) => ({
      meter,
      quantity,
      unit,
      billed_amount_credits: billedAmountCredits,
    })),
  );
}

type StoredLine = Omit<UsageLine, 'billedAmountCredits'> & { readonly billed_amount_credits: string };

export function readUsageLines(text: string): UsageLine[] {
  if (text === '[]') return [];
  return (JSON.parse(text) as StoredLine[]).map(({ meter, quantity, unit, billed_amount_credits }) => ({
    meter,
    quantity,
    unit,
    billedAmountCredits: billed_amount_credits,
  }));
}

/** Where the lines of another event begin, its key stands behind its first one. */
export function printShownLines(lines: readonly ShownLine[]): string {
  let last: EventKey | null = null;
  return JSON.stringify(
    lines.map(({ key, meter, quantity, unit, billedAmountCredits }) => {
      const isFirst = last === null || key.id !== last.id || key.source !== last.source;
      last = key;
      return {
        meter,
        quantity,
        unit,
        billed_amount_credits: billedAmountCredits,
        ...(isFirst && { time: key.time, source: key.source, id: key.id }),
      };
    }),
  );
}

/** @throws Error where no key stands behind the first line: a version before keys were stored wrote the row. */
export function readShownLines(text: string): ShownLine[] {
  if (text === '[]') return [];
  let key: EventKey | null = null;
  return (JSON.parse(text) as (StoredLine & Partial<EventKey>)[]).map((line) => {
    const { time, source, id } = line;
    if (time !== undefined && source !== undefined && id !== undefined) key = { time, source, id };
    if (key === null) throw new Error('a row of tasks has usage lines without the key of their event');
    return {
      key,
      meter: line.meter,
      quantity: line.quantity,
      unit: line.unit,
      billedAmountCredits: line.billed_amount_credits,
    };
  });
}

export function printWarnings(warnings: readonly Warning[]): string | null {
  if (warnings.length === 0) return null;
  return JSON.stringify(
    warnings.map(({ key, index, code, message, field }) => ({ code, message, field, ...key, index })),
  );
}

type StoredWarning = Omit<Warning, 'key'> & Warning['key'];

export function readWarnings(text: string | null): Warning[] {
  if (text === null) return [];
  return (JSON.parse(text) as StoredWarning[]).map(({ code, message, field, time, source, id, index }) => ({
    key: { time, source, id },
    index,
    code,
    message,
    field,
  }));
}

export function printStages(stages: TaskState['stages']): string | null {
  return stages.length === 0 ? null : JSON.stringify(stages.map(({ stage, at }) => [stage, at]));
}

export function readStages(text: string | null): TaskState['stages'] {
  if (text === null) return [];
  return (JSON.parse(text) as [string, Instant][]).map(([stage, at]) => ({ stage, at }));
}

export function readObject<Shape = JsonObject>(text: string): Shape {
  return JSON.parse(text) as Shape;
}
