import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Dockerignore from '@balena/dockerignore';
import { ROOT } from '../harness/root.ts';

// Its types are of an ES module, and it is none.
const dockerignore: typeof Dockerignore.default = createRequire(import.meta.url)('@balena/dockerignore');

export interface ImageFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly bytes: number;
}

/** What the Dockerfile copies of folders: all but what .dockerignore names. */
export function copiedFiles(folders: readonly string[]): ImageFile[] {
  const ignore = dockerignore().add(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
  const isSkipped = (path: string) => /(?:^|\/)node_modules$/.test(path);
  return folders
    .flatMap((folder) => filesBelow(folder, isSkipped))
    .filter(({ path }) => !ignore.ignores(path));
}

/** What the Dockerfile deletes of the sources: the console is built, and not run, of them. */
const BUILT_FROM = /^packages\/console\/(?!src\/folder\/|(?:.*\/)?package\.json$)/;

/** What the image has of the sources. */
export function runningSources(): ImageFile[] {
  return copiedFiles(['packages', 'services', 'prisma']).filter(({ path }) => !BUILT_FROM.test(path));
}

const QUERY_COMPILERS =
  /^node_modules\/@prisma\/client\/runtime\/.*(?:cockroachdb|mysql|sqlite|sqlserver|wasm-compiler-edge)/;
const NOT_READ = /\.(?:map|d\.[mc]?ts)$/;

/** What the image has of a package: all but what the Dockerfile deletes. */
export function packageFiles(folder: string): ImageFile[] {
  const own = filesBelow(folder, (path) => /\/node_modules$/.test(path));
  return own.filter(({ path }) => !QUERY_COMPILERS.test(path) && !NOT_READ.test(path));
}

function filesBelow(folder: string, isSkipped: (path: string) => boolean): ImageFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isSkipped(path) ? [] : filesBelow(path, isSkipped);
    return [{ path, bytes: lstatSync(join(ROOT, path)).size }];
  });
}
