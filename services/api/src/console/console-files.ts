import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file as it was built, and the same compressed where that is smaller. */
export interface ConsoleFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer | null;
  readonly br: Buffer | null;
}

export interface ConsoleFiles {
  readonly page: string;
  readonly pageTag: string;
  /** By name; each name changes with its content. */
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The built console, read once: its files are few, and none of a request's path ever names a file of the disk.
 *
 * @param told what its page is told, by the names of its empty `meta` elements
 * @returns null where it was not built
 */
export function readConsole(folder: string, told: Readonly<Record<string, string>>): ConsoleFiles | null {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  const page = Object.entries(told).reduce(
    (text, [name, content]) =>
      text.replace(`<meta name="${name}" content="">`, `<meta name="${name}" content="${content}">`),
    readFileSync(index, 'utf8'),
  );
  const names = readdirSync(join(folder, 'assets'));
  const read = (name: string) => (names.includes(name) ? readFileSync(join(folder, 'assets', name)) : null);
  const assets = names.flatMap((name): [string, ConsoleFile][] => {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    const plain = read(name);
    if (type === undefined || plain === null) return [];
    return [[name, { type, plain, gzip: read(`${name}.gz`), br: read(`${name}.br`) }]];
  });
  const pageTag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`;
  return { page, pageTag, assets: new Map(assets) };
}
