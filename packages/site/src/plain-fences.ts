import type { MarkdownRenderer } from 'vitepress';

/** Languages that code hosts know and the highlighter of the site does not. */
const UNKNOWN: ReadonlySet<string> = new Set(['promql']);

/** Shows code of these languages as it is, in place of a warning for each. */
export function plainFences(md: MarkdownRenderer): void {
  md.core.ruler.push('plain-fences', ({ tokens }) => {
    for (const token of tokens) if (UNKNOWN.has(token.info)) token.info = 'txt';
  });
}
