import { readFile, writeFile } from 'node:fs/promises';
import type { Ended, RunOptions } from './run-command.ts';

type Run = (args: readonly string[], options: RunOptions) => Promise<Ended>;

/**
 * Runs an example as a shell would, of which it may use pipes, `< file` and `> file`.
 *
 * @param words what stands for a word of the example, such as the place of a file
 */
export async function runExample(
  line: string,
  run: Run,
  words: Readonly<Record<string, string>>,
  options: RunOptions,
): Promise<Ended> {
  let piped = options.stdin ?? '';
  let ended: Ended | undefined;
  for (const part of split(line, '|')) {
    const { args, from, to } = redirected(part.map((word) => words[word] ?? word));
    const [program, ...rest] = args;
    if (program !== 'taskfold') throw new Error(`an example begins with taskfold: ${line}`);
    ended = await run(rest, { ...options, stdin: from === undefined ? piped : await readFile(from, 'utf8') });
    piped = ended.out;
    if (to !== undefined) await writeFile(to, ended.out);
    if (ended.code !== 0) break;
  }
  if (ended === undefined) throw new Error(`an example runs something: ${line}`);
  return ended;
}

/** The words of each part; what stands in quotes is one word. */
function split(line: string, between: string): readonly (readonly string[])[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, other, plain]) => one ?? other ?? plain ?? '',
  );
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === between) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function redirected(words: readonly string[]) {
  const after = (sign: string) => {
    const at = words.indexOf(sign);
    return at < 0 ? undefined : words[at + 1];
  };
  const end = words.findIndex((word) => word === '<' || word === '>');
  return { args: end < 0 ? words : words.slice(0, end), from: after('<'), to: after('>') };
}
