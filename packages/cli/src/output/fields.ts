import { escapeControls } from '@taskfold/runtime/command';
import type { View } from './output.ts';

/** A name and what stands beside it; what is null is left out. */
export type DrawnField = readonly [name: string, value: string | null];

/** A line for each field, the values below one another. Names and values must be escaped already, as `escapeControls` does. */
export function drawFields(fields: readonly DrawnField[], { style }: View): string {
  const shown = fields.filter((field): field is readonly [string, string] => field[1] !== null);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${style.faint(name.padEnd(width))}  ${value}`).join('\n');
}

/** Outside text as it may be drawn. */
export function outside<Text extends string | null>(text: Text): Text {
  return (text === null ? null : escapeControls(text)) as Text;
}
