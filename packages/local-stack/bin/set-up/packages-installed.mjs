import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { hashOf } from './hash-of.mjs';
import { ROOT } from './paths.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
const PATCHES = join(ROOT, 'packages/kafka/patches');
/** npm writes it as the last thing of an installation, with what is really there. */
const HIDDEN_LOCK_FILE = join(ROOT, 'node_modules/.package-lock.json');
/** Lies in the folder that `npm ci` removes first, so an installation that was broken off leaves none. */
const MARKER = join(ROOT, 'node_modules/.taskfold-installed');

export function packagesAreInstalled() {
  return readMarker() === markerNow();
}

/**
 * Brings node_modules to what package-lock.json says. What was installed by hand and agrees is left as it is.
 *
 * @param {(text: string) => void} say
 */
export async function installPackages(say) {
  if (agreesWithLockFile() && !isPatchedOtherwise()) {
    await guardedRun('npm', ['run', '--silent', 'postinstall']);
  } else {
    say('Installing the packages (npm ci); this takes a minute the first time.');
    await guardedRun('npm', ['ci', '--no-audit', '--no-fund']);
  }
  writeFileSync(MARKER, markerNow());
}

function readMarker() {
  return existsSync(MARKER) ? readFileSync(MARKER, 'utf8') : null;
}

/** What the packages are installed from: the lock file, and the patches. */
function markerNow() {
  const patches = readdirSync(PATCHES).sort();
  return `${hashOf([LOCK_FILE])} ${hashOf(patches.map((name) => join(PATCHES, name)))}`;
}

/** A patch cannot be applied where an earlier form of it was: then the packages are brought anew. */
function isPatchedOtherwise() {
  const marker = readMarker();
  return marker !== null && marker.split(' ')[1] !== markerNow().split(' ')[1];
}

function agreesWithLockFile() {
  if (!existsSync(HIDDEN_LOCK_FILE)) return false;
  const wanted = JSON.parse(readFileSync(LOCK_FILE, 'utf8')).packages;
  const found = JSON.parse(readFileSync(HIDDEN_LOCK_FILE, 'utf8')).packages;
  const folders = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  for (const folder of folders) {
    if (!folder.startsWith('node_modules/') && !folder.includes('/node_modules/')) continue;
    const want = wanted[folder];
    const have = found[folder];
    if (have === undefined && (want.optional || want.peer)) continue;
    if (want?.version !== have?.version || want?.integrity !== have?.integrity) return false;
    // `npm install --package-lock-only` lists what it has not brought.
    if (!existsSync(join(ROOT, folder))) return false;
  }
  return true;
}
