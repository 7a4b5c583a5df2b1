import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { print, printError } from '@taskfold/runtime/command';
import { COMMANDS } from '../commands/index.ts';
import { programToRead } from '../program/program-to-read.ts';
import { commandLineReference } from './reference.ts';

// npm run generate            writes the reference page
// npm run generate -- --check changes nothing; fails where it is stale

const PAGE = 'docs/reference/command-line.md';
const path = join(import.meta.dirname, '../../../..', PAGE);

const page = commandLineReference(programToRead(COMMANDS));

if (!process.argv.includes('--check')) {
  await writeFile(path, page);
  print(`wrote ${PAGE}\n`);
} else if ((await readFile(path, 'utf8').catch(() => '')) !== page) {
  printError(`${PAGE} is stale: run "npm run generate" and commit the result\n`);
  process.exitCode = 1;
}
