/** Commands of a page in their order, and what it says that they print. */
export interface PageCommand {
  readonly script: string;
  /** Lines, in which `…` stands for anything; none where the page says nothing. */
  readonly prints: readonly string[];
}

/** The `sh` fences of a page, each with the `text` fence that follows before the next one. */
export function pageCommands(page: string): PageCommand[] {
  const commands: PageCommand[] = [];
  for (const [, language, code = ''] of page.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)) {
    if (language === 'sh') commands.push({ script: code, prints: [] });
    else {
      const last = commands.pop();
      if (last !== undefined)
        commands.push({ ...last, prints: code.split('\n').filter((line) => line !== '') });
    }
  }
  return commands;
}

/** @returns those of the lines that the output does not have */
export function missingLines(prints: readonly string[], output: string): string[] {
  const printed = output.split('\n').map(plain);
  return prints.filter((line) => !printed.some((each) => isSaid(each, plain(line).split('…'))));
}

/** Whether a line begins and ends with the outer parts, and has the others between them, in their order. */
function isSaid(line: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return line === first;
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return line.length - last.length >= at && line.endsWith(last);
}

const plain = (line: string) => line.trim().replaceAll(/ +/g, ' ');
