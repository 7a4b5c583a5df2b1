import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { runProgram } from '../process/run-program.ts';

/** How to run a PostgreSQL program: PostgreSQL refuses to run as root. */
export interface ServerUser {
  /** Set when we are root and the program has to be another user. */
  ids: { uid: number; gid: number } | undefined;
  /** Program and arguments that start `command` as that user. */
  wrap(command: string, args: readonly string[]): { command: string; args: string[] } & Partial<Ids>;
}

interface Ids {
  uid: number;
  gid: number;
}

/** Users that are on almost every machine; none is ever created. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * The user that PostgreSQL runs as: we ourselves, or, as root, the owner of the data that is there, else `postgres` or
 * `nobody`. Where that user cannot enter the folders it needs (a checkout below /root), it is given the capability to
 * pass them, and no other.
 *
 * @param paths files and folders that the server must reach, existing
 */
export async function findServerUser(
  dataOwner: Ids | undefined,
  paths: readonly string[],
): Promise<ServerUser> {
  if (process.getuid?.() !== 0) {
    return { ids: undefined, wrap: (command, args) => ({ command, args: [...args] }) };
  }
  const ids = dataOwner && dataOwner.uid !== 0 ? dataOwner : await lookUpCandidates();
  const mayEnter = await canEnterAll(ids, paths);
  const setpriv = await runProgram('setpriv', ['--version']);
  if (setpriv.exitCode === 0) {
    const capabilities = mayEnter ? '-all' : '-all,+dac_override';
    const become = [
      `--reuid=${ids.uid}`,
      `--regid=${ids.gid}`,
      '--clear-groups',
      `--inh-caps=${capabilities}`,
      `--ambient-caps=${capabilities}`,
    ];
    return { ids, wrap: (command, args) => ({ command: 'setpriv', args: [...become, command, ...args] }) };
  }
  // The guard then runs as that user, too, and cannot remove a temporary folder of ours.
  if (mayEnter) return { ids, wrap: (command, args) => ({ command, args: [...args], ...ids }) };
  throw new MissingPrerequisite(
    `PostgreSQL does not run as root and its user (id ${ids.uid}) cannot enter ${paths.join(', ')}: start this as ` +
      'another user, or from a folder that everybody may enter, or install setpriv (Debian: apt install util-linux).',
  );
}

async function lookUpCandidates(): Promise<Ids> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const candidate of CANDIDATES) {
    for (const line of users.split('\n')) {
      const [name, , uid, gid] = line.split(':');
      if (name === candidate) return { uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new MissingPrerequisite(
    'PostgreSQL does not run as root and there is no user "postgres" or "nobody": start this as another user.',
  );
}

async function canEnterAll(ids: Ids, paths: readonly string[]): Promise<boolean> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      folders.add(folder);
      if (folder === dirname(folder)) break;
    }
  }
  for (const folder of folders) {
    const { mode, uid, gid } = await stat(folder);
    const search = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return false;
  }
  return true;
}
