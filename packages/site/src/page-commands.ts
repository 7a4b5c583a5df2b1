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
  return prints.filter((line) => {
    const pattern = new RegExp(`^${plain(line).split('…').map(escaped).join('.*')}$`);
    return !printed.some((each) => pattern.test(each));
  });
}

const plain = (line: string) => line.trim().replaceAll(/ +/g, ' ');
const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
