import { type EventData, MAX_WARNINGS } from '@taskfold/contract';
import { compareKeys, isSameEvent } from '../event-key.ts';
import type { EventKey, Warning } from '../state.ts';
import { insertionIndex } from './sorted-insert.ts';

type WarningData = EventData<'task.warned'>['warnings'][number];

/**
 * The union with an event's warnings by (source, id, index), of which the first {@link MAX_WARNINGS} by (time, source,
 * id, index) are kept. Which ones those are does not depend on order: a warning is dropped only for smaller ones, and
 * those are never taken away again.
 *
 * @returns the very same list where nothing changed.
 */
export function joinWarnings(
  warnings: readonly Warning[],
  key: EventKey,
  added: readonly WarningData[],
): readonly Warning[] {
  if (added.length === 0 || holdsWarningsOf(warnings, key)) return warnings;
  // An event's warnings share its key, so they lie side by side.
  const index = insertionIndex(warnings, key, (warning, probe) => compareKeys(warning.key, probe));
  if (index >= MAX_WARNINGS) return warnings;
  const entries = added.map((warning, position) => warningOf(warning, key, position));
  return warnings.toSpliced(index, 0, ...entries).slice(0, MAX_WARNINGS);
}

/** Whether any warning of this event is kept. */
export function holdsWarningsOf(warnings: readonly Warning[], key: EventKey): boolean {
  return warnings.some((warning) => isSameEvent(warning.key, key));
}

function warningOf(warning: WarningData, key: EventKey, index: number): Warning {
  return { key, index, code: warning.code, message: warning.message, field: warning.field ?? null };
}
