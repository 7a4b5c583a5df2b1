// Dependencies between the folders that lie side by side point one way: of two folders of one parent, files of one may import
// files of the other, and none of the other may import back. Types count; tests do not, for they may look at anything.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const { posix } = path;
const LISTED = [
  'ls-files',
  '--cached',
  '--others',
  '--exclude-standard',
  '*.ts',
  '*.mts',
  '*.mjs',
  ':!**/*.test.ts',
];
const files = execFileSync('git', LISTED, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  .trim()
  .split('\n');
const IMPORT = /(?:from |import |import\()'(\.[^']+)'/g;

/** From "parent|folder|folder beside it" to what imports what. */
const arrows = new Map();
for (const file of files) {
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const target = posix.join(posix.dirname(file), specifier);
    const [from, to] = [file.split('/'), target.split('/')];
    let common = 0;
    while (from[common] === to[common] && common < from.length) common += 1;
    if (common >= from.length - 1 || common >= to.length - 1) continue;
    const key = [from.slice(0, common).join('/'), from[common], to[common]].join('|');
    arrows.set(key, [...(arrows.get(key) ?? []), `${file} imports ${target}`]);
  }
}

const faults = [];
for (const [key, there] of arrows) {
  const [parent, from, to] = key.split('|');
  const back = from < to ? arrows.get([parent, to, from].join('|')) : undefined;
  if (back !== undefined)
    faults.push(`${parent}: ${from} and ${to} import each other`, ...there, ...back, '');
}
for (const line of faults) process.stderr.write(`${line}\n`);
process.stdout.write(
  `${files.length} files, ${arrows.size} arrows between folders, ${faults.length === 0 ? 0 : 'some'} point both ways\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
