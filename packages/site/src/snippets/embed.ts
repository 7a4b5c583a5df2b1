/** A snippet of a page: a comment that names a file, or a region of one, and the fence below it. */
const SNIPPET = /^(<!-- from ([^#\s]+)(?:#([\w-]+))? -->\n\n)```(\w+)\n(?:[\s\S]*?\n)??```$/gm;

/**
 * Writes the code of files into a page, where it says that it has it from there.
 *
 * @param page Markdown
 * @param read the text of a file of the repository
 * @throws an `Error` for a region that a file does not have
 */
export function embedSnippets(page: string, read: (file: string) => string): string {
  return page.replaceAll(
    SNIPPET,
    (_all, comment: string, file: string, region: string | undefined, language: string) => {
      const code = region === undefined ? read(file) : regionOf(read(file), region, file);
      return `${comment}\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;
    },
  );
}

/** The files that a page has code from. */
export function snippetFiles(page: string): string[] {
  return [...page.matchAll(SNIPPET)].map(([, , file = '']) => file);
}

/** The lines between `region NAME` and `endregion` in comments, of which code hosts and editors know both. */
function regionOf(text: string, name: string, file: string): string {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => /^\s*(?:#|\/\/) ?region (\S+)/.exec(line)?.[1] === name);
  const end = lines.findIndex((line, at) => at > begin && /^\s*(?:#|\/\/) ?endregion/.test(line));
  if (begin < 0 || end < 0) throw new Error(`${file} has no region ${name} with an end.`);
  return lines.slice(begin + 1, end).join('\n');
}
