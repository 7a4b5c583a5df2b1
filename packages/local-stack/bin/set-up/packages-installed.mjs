import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { ROOT } from './paths.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
/** npm writes it as the last thing of an installation, with what is really there. */
const HIDDEN_LOCK_FILE = join(ROOT, 'node_modules/.package-lock.json');
/** Lies in the folder that `npm ci` removes first, so an installation that was broken off leaves none. */
const MARKER = join(ROOT, 'node_modules/.taskfold-installed');

export function packagesAreInstalled() {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hashOfLockFile();
}

/**
 * Brings node_modules to what package-lock.json says. What was installed by hand and agrees is left as it is.
 *
 * @param {(text: string) => void} say
 */
export async function installPackages(say) {
  if (agreesWithLockFile()) {
    await guardedRun('npm', ['run', '--silent', 'postinstall']);
  } else {
    say('Installing the packages (npm ci); this takes a minute the first time.');
    await guardedRun('npm', ['ci', '--no-audit', '--no-fund']);
  }
  writeFileSync(MARKER, hashOfLockFile());
}

function hashOfLockFile() {
  return createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
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
  }
  return true;
}
