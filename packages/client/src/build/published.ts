/** What `package.json` says of an entry point of the sources, as those who install the package have it. */
interface PublishedEntry {
  readonly types: string;
  readonly default: string;
}

/** The parts of `package.json` that differ between the repository, where sources run, and what is published. */
interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Of the repository alone. */
const NOT_PUBLISHED = new Set(['private', 'scripts', 'devDependencies', 'publishConfig']);

/** The `package.json` of the folder that is published: its entry points are what the sources were compiled to. */
export function publishedManifest(manifest: Manifest): object {
  const kept = Object.entries(manifest).filter(([key]) => !NOT_PUBLISHED.has(key));
  return { ...Object.fromEntries(kept), exports: publishedEntries(manifest.exports) };
}

function publishedEntries(sources: Manifest['exports']): Readonly<Record<string, PublishedEntry | string>> {
  const entries = Object.entries(sources).map(([name, source]): [string, PublishedEntry] => {
    const compiled = source.replace(/^\.\/src\//, './').replace(/\.ts$/, '');
    return [name, { types: `${compiled}.d.ts`, default: `${compiled}.js` }];
  });
  return { ...Object.fromEntries(entries), './package.json': './package.json' };
}

/** The compiler leaves the names of sources in declarations. */
export function publishedDeclarations(text: string): string {
  return text.replaceAll(/((?:from |import\()['"]\.[^'"\n]+)\.ts(?=['"])/g, '$1.js');
}
