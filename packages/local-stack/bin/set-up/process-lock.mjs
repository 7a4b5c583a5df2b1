import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Takes a lock that one process at a time holds: a file with the holder's process id. The lock of a process that is gone
 * is taken over.
 *
 * @param {string} path of the lock file
 * @returns {{ kind: 'taken', release: () => void } | { kind: 'held', pid: number }}
 */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, identityOf(process.pid));
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, unlike a file that is created and then written.
        linkSync(own, path);
        return { kind: 'taken', release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const pid = holderOf(path);
      if (pid !== undefined) return { kind: 'held', pid };
      removeStale(path);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Another process may have done the same and taken the lock since: then it gets it back.
 *
 * @param {string} path
 */
function removeStale(path) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (holderOf(aside) !== undefined) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

/**
 * @param {string} path
 * @returns {number | undefined} the process that holds the lock; undefined when it is gone
 */
function holderOf(path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const pid = Number(text.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return undefined;
  }
  return identityOf(pid) === text ? pid : undefined;
}

/**
 * The process id and, where the system tells, when the process started: ids are given again after a while.
 *
 * @param {number} pid
 */
function identityOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid} `;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
