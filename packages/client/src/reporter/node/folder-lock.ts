import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** The owner of a lock of another machine says so often that it lives; after four times of silence it is taken for dead. */
const BEAT_MS = 15_000;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts: another process of the same number began at another time. */
  readonly began: string | null;
  readonly token: string;
}

/** A directory of which another process that lives is the owner. */
export class SpoolInUseError extends Error {
  override readonly name = 'SpoolInUseError';

  constructor(folder: string, { pid, host }: Owner) {
    super(
      `The spool ${folder} is in use by the process ${pid} on ${host}: give each process a directory of its own.`,
    );
  }
}

export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the owner of a directory. One whose owner is dead is taken over: at once on the same machine, a minute after
 * its last sign of life on another.
 *
 * @throws SpoolInUseError
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'lock');
  const mine: Owner = {
    pid: process.pid,
    host: hostname(),
    began: beganAt(process.pid),
    token: crypto.randomUUID(),
  };
  const beside = `${path}.${mine.token}`;
  writeFileSync(beside, JSON.stringify(mine), { mode: 0o600 });
  try {
    if (!isLinked(beside, path)) takeOver(folder, path, beside);
  } finally {
    rmSync(beside, { force: true });
  }
  const beat = setInterval(() => {
    // Whoever took it over has a token of its own, and a time of its own.
    if (ownerOf(path)?.token === mine.token) utimesSync(path, new Date(), new Date());
  }, BEAT_MS);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (ownerOf(path)?.token === mine.token) rmSync(path);
    },
  };
}

/** Linking is one step, with the content already there: of two that try it, one succeeds. */
function isLinked(beside: string, path: string): boolean {
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function takeOver(folder: string, path: string, beside: string): void {
  const owner = ownerOf(path);
  if (owner !== null && lives(owner, path)) throw new SpoolInUseError(folder, owner);
  const aside = `${beside}.old`;
  renameSync(path, aside);
  const moved = ownerOf(aside);
  if (moved !== null && moved.token !== owner?.token) {
    // Another process was faster, and this is its lock.
    linkSync(aside, path);
    rmSync(aside);
    throw new SpoolInUseError(folder, moved);
  }
  rmSync(aside);
  if (isLinked(beside, path)) return;
  const faster = ownerOf(path);
  if (faster !== null) throw new SpoolInUseError(folder, faster);
  throw new Error(`${path} comes and goes: who else writes to ${folder}?`);
}

function ownerOf(path: string): Owner | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function lives({ pid, host, began }: Owner, path: string): boolean {
  if (host !== hostname()) return Date.now() - statSync(path).mtimeMs < 4 * BEAT_MS;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user's process it is not allowed, and there is one.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const begins = beganAt(pid);
  return began === null || begins === null || began === begins;
}

/** On Linux the 22nd field of `stat`, behind the name in brackets, which may hold anything. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
