import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { embedSnippets } from './embed.ts';

// npm run generate            writes the code of snippets into the pages that have it
// npm run generate -- --check changes nothing; fails where a page has other code than the file that it names

const root = resolve(import.meta.dirname, '../../../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const stale = globSync('docs/**/*.md', { cwd: root }).filter((page) => {
  const text = read(page);
  const embedded = embedSnippets(text, read);
  if (text === embedded) return false;
  if (!process.argv.includes('--check')) writeFileSync(resolve(root, page), embedded);
  return true;
});
if (process.argv.includes('--check')) {
  for (const page of stale)
    process.stderr.write(`${page} is stale: run "npm run generate" and commit the result\n`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  process.stdout.write(`wrote the snippets of ${stale.length} pages\n`);
}
