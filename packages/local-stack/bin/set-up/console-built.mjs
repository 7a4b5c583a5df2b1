import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { findNode24 } from './node-24.mjs';
import { ROOT } from './paths.mjs';

const DIST = join(ROOT, 'packages/console/dist');
const MARKER = join(DIST, '.built-from');
/** Whatever the built console depends on: files, and folders with all that is in them. */
const SOURCES = [
  'packages/console/src',
  'packages/console/index.html',
  'packages/console/package.json',
  'packages/console/vite.config.ts',
  'package-lock.json',
];

export function consoleIsBuilt() {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hashOfSources();
}

/** @param {(text: string) => void} say */
export async function buildConsole(say) {
  say('Building the console.');
  const sources = hashOfSources();
  await guardedRun(findNode24(), ['packages/console/src/build/main.ts']);
  writeFileSync(MARKER, sources);
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesOf))
    hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/**
 * @param {string} source a file, or a folder
 * @returns {string[]} files in an order that is always the same; tests are none of what is built
 */
function filesOf(source) {
  if (!existsSync(join(ROOT, source))) return [];
  if (/\.\w+$/.test(source)) return [source];
  const entries = readdirSync(join(ROOT, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
