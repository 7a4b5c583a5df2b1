import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { print, printError } from '@taskfold/runtime';
import { ROOT } from '../root.ts';
import { artifacts } from './artifacts.ts';

// npm run generate            writes the rules, the dashboards, and the pages of alarms and metrics
// npm run generate -- --check changes nothing; fails where one is stale

const files = artifacts();
if (process.argv.includes('--check')) {
  for (const [file, content] of files) {
    if ((await readFile(join(ROOT, file), 'utf8').catch(() => '')) === content) continue;
    printError(`${file} is stale: run "npm run generate" and commit the result\n`);
    process.exitCode = 1;
  }
} else {
  for (const [file, content] of files) {
    await mkdir(dirname(join(ROOT, file)), { recursive: true });
    await writeFile(join(ROOT, file), content);
  }
  print(`wrote ${files.size} files of alarms, metrics and dashboards\n`);
}
