import { expect, test } from 'vitest';
import { embedSnippets, snippetFiles } from './embed.ts';

const FILES: Readonly<Record<string, string>> = {
  'a/publish.ts': 'const a = 1;\n',
  'a/verify.py': 'import json\n# region verify\nverify(body)\n# endregion\n',
};
const read = (file: string) => FILES[file] ?? '';
const page = (code: string) => `# P

<!-- from a/publish.ts -->

\`\`\`ts
${code}
\`\`\`

and

<!-- from a/verify.py#verify -->

\`\`\`python
\`\`\`

\`\`\`ts
const own = 0;
\`\`\`
`;

test('code of a file, or of a region of it, stands below the comment that names it, and other code stays', () => {
  // That of Python is empty, as one is written.
  const embedded = embedSnippets(page('old\n\nlines'), read);
  expect(embedded).toContain('<!-- from a/publish.ts -->\n\n```ts\nconst a = 1;\n```\n\nand');
  expect(embedded).toContain('<!-- from a/verify.py#verify -->\n\n```python\nverify(body)\n```\n');
  expect(embedded).toContain('```ts\nconst own = 0;\n```');
  expect(embedSnippets(embedded, read)).toBe(embedded);
  expect(snippetFiles(embedded)).toEqual(['a/publish.ts', 'a/verify.py']);
});

test('a region that is not there is said', () => {
  const text = '<!-- from a/verify.py#gone -->\n\n```python\nx\n```\n';
  expect(() => embedSnippets(text, read)).toThrow('a/verify.py has no region gone with an end.');
});
