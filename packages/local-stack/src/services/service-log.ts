import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { escapeControls } from '@taskfold/runtime';

const KEPT = 3;
const LOUD = new Set(['warn', 'error', 'fatal']);
/** The same sentence is shown once in this time. */
const REPEAT_MS = 10_000;

export interface ServiceLog {
  /** Takes what the service wrote, in pieces of any size. */
  write(text: string): void;
  /** The last lines, for when the service does not start. */
  tail(): readonly string[];
  close(): void;
}

/** Moves the log of the last run aside: `api.log` becomes `api.1.log`, and so on. */
export function rotateLog(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const numbered = (index: number) => (index === 0 ? path : path.replace(/\.log$/, `.${index}.log`));
  for (let index = KEPT - 1; index >= 0; index--) {
    if (existsSync(numbered(index))) renameSync(numbered(index), numbered(index + 1));
  }
}

/** Keeps everything in a file and tells of warnings and errors in one sentence each. */
export function createServiceLog(path: string, onTrouble: (text: string) => void): ServiceLog {
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the stack.
  file.on('error', () => {});
  const told = new Map<string, number>();
  const last: string[] = [];
  let rest = '';

  function take(line: string): void {
    if (line === '') return;
    last.push(line);
    if (last.length > 20) last.shift();
    const text = troubleIn(line);
    if (text === undefined) return;
    const now = performance.now();
    if (now - (told.get(text) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    told.set(text, now);
    onTrouble(text);
  }

  return {
    write(text) {
      file.write(text);
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    tail: () => last,
    close: () => void file.end(),
  };
}

/** What a line of a service's log tells a person; `undefined` for what is no warning and no error. */
export function troubleIn(line: string): string | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof fields !== 'object' || fields === null || !('level' in fields) || !('msg' in fields))
    return undefined;
  if (!LOUD.has(String(fields.level))) return undefined;
  const result = 'result' in fields && typeof fields.result === 'string' ? ` ${fields.result}` : '';
  const error = 'err' in fields && typeof fields.err === 'object' && fields.err !== null ? fields.err : {};
  const detail = 'message' in error ? `: ${String(error.message).split('\n')[0]}` : '';
  return escapeControls(`${fields.level}: ${String(fields.msg)}${result}${detail}`);
}
