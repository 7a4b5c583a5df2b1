// What a package offers is what others take: each name of an entry (the `exports` of its package.json) is imported by another
// package, or, of an entry `testing`, by tests of its own. What a package that is published (`publishConfig`) offers is for others. Code that runs takes nothing from an entry `testing`. The package that everything leans on stays small, and offers
// tests what only they need there.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Most names of an entry, each taken by code that runs. */
const AT_MOST = new Map([['@taskfold/database', 70]]);

const LISTED = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mts', '*.mjs'];
const files = execFileSync('git', LISTED, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));

const isTest = (file) => /\.test\.ts$|(^|\/)(testing|proofs|harness)\/|^packages\/end-to-end\//.test(file);

/** A file that is named by its path is an entry, too, where tests of the package itself take from it. */
const entryOf = (file, specifier) =>
  specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;

/** Names between braces, as the module that they come from has them. */
const namesIn = (list) =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');
const FROM = /(?:import|export) (?:type )?\{([^}]*)\}\s*from '((?:@taskfold\/|\.)[^']+)'/g;
const AWAITED = /const \{([^}]*)\}\s*=\s*await import\('(@taskfold\/[^']+)'\)/g;
const INLINE = /import\('(@taskfold\/[^']+)'\)\.(\w+)/g;
const WHOLE = /import \* as|export \*/;

/** From entry and name to who takes it. */
const takers = new Map();
const faults = [];
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const taken = [
    ...[...text.matchAll(FROM), ...text.matchAll(AWAITED)].flatMap(([, list, entry]) =>
      namesIn(list).map((name) => [entryOf(file, entry), name.split(/ as |: /)[0]]),
    ),
    ...[...text.matchAll(INLINE)].map(([, entry, name]) => [entry, name]),
  ];
  for (const [entry, name] of taken) {
    const key = `${entry} ${name}`;
    takers.set(key, [...(takers.get(key) ?? []), file]);
    if (entry.endsWith('/testing') && !isTest(file) && !file.startsWith('bench/'))
      faults.push(`${file} runs outside of tests, but takes ${name} from ${entry}`);
  }
}

let count = 0;
for (const manifest of globSync('packages/*/package.json')) {
  const {
    name: packageName,
    exports: entries = {},
    publishConfig,
  } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (publishConfig !== undefined) continue;
  const folder = path.posix.dirname(manifest.replaceAll(path.sep, '/'));
  for (const [suffix, target] of Object.entries(entries)) {
    if (!target.endsWith('.ts')) continue;
    const entry = path.posix.join(packageName, suffix);
    const file = path.posix.join(folder, target);
    const text = readFileSync(file, 'utf8');
    if (WHOLE.test(text)) faults.push(`${file}: name what is exported, without a star`);
    const names = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)]
      .flatMap(([, list]) => namesIn(list))
      .map((name) => name.split(' as ').at(-1));
    count += names.length;
    const most = AT_MOST.get(entry);
    if (most !== undefined && names.length > most)
      faults.push(
        `${file} exports ${names.length} names, and ${most} are the most: what one service uses lies there`,
      );
    for (const name of names) {
      const others = [entry, ...(suffix === '.' ? [] : [file])].flatMap(
        (of) => takers.get(`${of} ${name}`) ?? [],
      );
      if (others.length === 0) faults.push(`${file}: nobody takes ${name}`);
      else if (most !== undefined && others.every(isTest))
        faults.push(`${file}: tests alone take ${name} (${others.join(', ')})`);
    }
  }
}
for (const line of faults) process.stderr.write(`${line}\n`);
process.stdout.write(
  `${count} exported names, ${faults.length === 0 ? 'each taken by another package' : `${faults.length} faults`}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
