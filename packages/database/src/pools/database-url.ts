import { readFileSync } from 'node:fs';

/** Parameters of a URL that name files. */
const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
/** pg takes them for verify-full, and warns that it will not do so for ever. */
const VERIFYING: ReadonlySet<string> = new Set(['prefer', 'require', 'verify-ca']);

/**
 * The URL as pg is given it. A certificate is verified, host name and all, with every `sslmode` that asks for TLS but
 * `no-verify`: what libpq does with `require` and `prefer` keeps nobody out. `uselibpqcompat=true` has it libpq's way.
 * `sslrootcert=system` are the authorities that Node trusts, as without it.
 */
export function connectionUrl(text: string): string {
  if (!text.includes('ssl') || !URL.canParse(text)) return text;
  const url = new URL(text);
  const { searchParams } = url;
  if (searchParams.get('uselibpqcompat') === 'true') return text;
  if (VERIFYING.has(searchParams.get('sslmode') ?? '')) searchParams.set('sslmode', 'verify-full');
  if (searchParams.get('sslrootcert') === 'system') searchParams.delete('sslrootcert');
  return url.href;
}

/** What is wrong with the files that a URL names, in words that go on from its name; null where nothing is. */
export function filesProblem(text: string): string | null {
  if (!text.includes('ssl') || !URL.canParse(text)) return null;
  const { searchParams } = new URL(connectionUrl(text));
  for (const name of FILES) {
    const path = searchParams.get(name);
    if (path === null) continue;
    try {
      readFileSync(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      return `the file ${path} of ${name} cannot be read${code}`;
    }
  }
  return null;
}
