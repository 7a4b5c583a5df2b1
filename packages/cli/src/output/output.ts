import type { Style } from '@taskfold/runtime/command';
import { createTerminal } from '@taskfold/runtime/command';

/** What the options of a command say of the form of its output. */
export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly jsonl?: boolean | undefined;
}

/** What text is drawn for. Outside data goes through `escapeControls` before its width is measured. */
export interface View {
  readonly style: Style;
  /** Columns that a line may have: as many as it likes where a program reads it. */
  readonly columns: number;
}

/** Standard output, in the form that was asked for: drawn for people, or JSON. */
export interface Output {
  readonly format: 'text' | 'json' | 'jsonl';
  /** One thing, such as a task. @param draw asked only where people read */
  one(value: unknown, draw: (view: View) => string): void;
  /** A list: one JSON document, or a line for each item. */
  many(list: { readonly data: readonly unknown[] }, draw: (view: View) => string): void;
  /** An item of a sequence whose end is not known: a JSON document on a line of its own in both forms of JSON. */
  next(item: unknown, draw: (view: View) => string): void;
}

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** @param env NO_COLOR, TERM, and COLUMNS where the terminal does not say how wide it is */
export function createOutput(
  stream: OutputStream,
  env: NodeJS.ProcessEnv,
  { json = false, jsonl = false }: OutputOptions,
): Output {
  const terminal = createTerminal(stream, env);
  const columns =
    stream.isTTY === true ? stream.columns || Number(env.COLUMNS) || 80 : Number.POSITIVE_INFINITY;
  const view = { style: terminal.style, columns };
  const format = jsonl ? 'jsonl' : json ? 'json' : 'text';
  const line = (value: unknown) => terminal.line(JSON.stringify(value));
  const document = (value: unknown) => terminal.line(JSON.stringify(value, null, 2));
  const drawn = (draw: (view: View) => string) => {
    const text = draw(view);
    if (text !== '') terminal.line(text);
  };
  return {
    format,
    one: (value, draw) => (jsonl ? line(value) : json ? document(value) : drawn(draw)),
    many: (list, draw) => {
      if (jsonl) for (const item of list.data) line(item);
      else if (json) document(list);
      else drawn(draw);
    },
    next: (item, draw) => (format === 'text' ? drawn(draw) : line(item)),
  };
}
