import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { hashOf } from './hash-of.mjs';
import { findNode24 } from './node-24.mjs';
import { ROOT } from './paths.mjs';

const DIST = join(ROOT, 'packages/console/dist');
const MARKER = join(DIST, '.built-from');
/** Whatever the built console depends on: files, and folders with all that is in them. */
const SOURCES = [
  'packages/console/src',
  'packages/console/index.html',
  'packages/console/operator.html',
  'packages/console/package.json',
  'packages/console/vite.config.ts',
  'package-lock.json',
];

export function consoleIsBuilt() {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hashOf(SOURCES.flatMap(filesOf));
}

/** @param {(text: string) => void} say */
export async function buildConsole(say) {
  say('Building the console.');
  const sources = hashOf(SOURCES.flatMap(filesOf));
  await guardedRun(findNode24(), ['packages/console/src/build/main.ts']);
  writeFileSync(MARKER, sources);
}

/**
 * @param {string} source a file, or a folder
 * @returns {string[]} files in an order that is always the same; tests are none of what is built
 */
function filesOf(source) {
  const path = join(ROOT, source);
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(source)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
