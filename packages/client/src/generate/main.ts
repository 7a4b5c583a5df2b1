import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { clientFiles } from './client-files.ts';

// npm run generate            writes the types that the client has of the contract
// npm run generate -- --check changes nothing; fails where one is stale

const folder = join(import.meta.dirname, '../generated');
const root = join(import.meta.dirname, '../../../..');

for (const [name, content] of await clientFiles()) {
  const file = join(folder, name);
  if (process.argv.includes('--check')) {
    const present = await readFile(file, 'utf8').catch(() => undefined);
    if (present === content) continue;
    process.stderr.write(`${relative(root, file)} is stale: run "npm run generate" and commit the result\n`);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
