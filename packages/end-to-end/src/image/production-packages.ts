import { dirname } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  /** By folder, `node_modules/…` or that of a workspace. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface ProductionPackage {
  /** From the root of the repository. */
  readonly folder: string;
  /** An expression of SPDX; null where the package does not say. */
  readonly license: string | null;
}

/** What workspaces need to run, with all that those need: no packages that develop or test, none that are optional. */
export function productionPackages(lock: LockFile, workspaces: readonly string[]): ProductionPackage[] {
  const found = new Map<string, ProductionPackage>();
  const open = [...workspaces];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (found.has(folder)) continue;
    const locked = lock.packages[folder];
    if (locked === undefined) throw new Error(`package-lock.json has no ${folder}`);
    found.set(folder, { folder, license: locked.license ?? null });
    for (const name of Object.keys(locked.dependencies ?? {})) open.push(resolve(lock, folder, name));
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Where Node finds a package, from a folder upwards; that of a workspace for its link. */
function resolve({ packages }: LockFile, from: string, name: string): string {
  for (let folder = from; ; folder = folder === '' || folder === '.' ? 'none' : dirname(folder)) {
    if (folder === 'none') throw new Error(`package-lock.json has no ${name} for ${from}`);
    const candidate = `${folder === '' || folder === '.' ? '' : `${folder}/`}node_modules/${name}`;
    const locked = packages[candidate];
    if (locked !== undefined) return locked.link === true ? (locked.resolved ?? candidate) : candidate;
  }
}
