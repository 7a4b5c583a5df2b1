import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './harness/root.ts';

interface Service {
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly mem_limit?: string;
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}

interface Setting {
  readonly name: string;
  readonly secret: boolean;
}

const text = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const servicesOf = (name: string) =>
  (parse(text(name), { merge: true }) as { readonly services: Readonly<Record<string, Service>> }).services;
const settingsOf = (path: string) => JSON.parse(text(path)) as readonly Setting[];

const services = servicesOf('docker-compose.yml');
const production = servicesOf('docker-compose.production.yml');

/** Where processes listen within their containers is the image's to say; `none` for a role is for tests. */
const FIXED = ['HOST', 'PORT', 'ADMIN_HOST', 'ADMIN_PORT', 'DATABASE_ROLE'];

test.each([
  ['api', 'services/api/generated/settings.json'],
  ['processor', 'services/processor/generated/settings.json'],
  ['topics', 'packages/kafka/generated/topics-settings.json'],
])('every setting of %s can be set', (service, file) => {
  const environment = services[service]?.environment ?? {};
  const missing = settingsOf(file)
    .map(({ name }) => name)
    .filter((name) => !FIXED.includes(name) && !String(environment[name] ?? '').includes('${'));
  expect(missing).toEqual([]);
});

test('in production no secret has a default, and each that is needed is asked for in a sentence', () => {
  expect(text('docker-compose.production.yml')).not.toMatch(/(?:PASSWORD|KEYS?|TOKEN):-[^}]/);
  const secrets = [
    ...settingsOf('services/api/generated/settings.json'),
    ...settingsOf('services/processor/generated/settings.json'),
  ].filter(({ secret }) => secret);
  for (const service of ['api', 'processor']) {
    const [usual, over] = [services[service]?.environment ?? {}, production[service]?.environment ?? {}];
    expect(over.NODE_ENV).toBe('production');
    for (const { name } of secrets) {
      // One with a default in the usual file is replaced.
      if (/:-[^}]/.test(String(usual[name] ?? '')))
        expect(over[name], name).toMatch(/:\?set it to .*openssl rand/);
    }
  }
  const asked = Object.values(production).flatMap(({ environment = {} }) => Object.values(environment));
  for (const name of [
    'POSTGRES_PASSWORD',
    'API_DATABASE_PASSWORD',
    'PROCESSOR_DATABASE_PASSWORD',
    'CALLBACK_KEYS',
    'CURSOR_KEY',
    'OPERATOR_TOKEN',
  ]) {
    expect(
      asked.some((value) => value?.includes(`\${${name}:?`)),
      name,
    ).toBe(true);
  }
});

test('every container has a bound for its memory, and is reached from this machine alone', () => {
  for (const [name, { mem_limit, ports = [] }] of Object.entries(services)) {
    expect(mem_limit, name).toMatch(/^(?:\$\{\w+:-)?\d+[mg]\}?$/);
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
  }
});

test('who watches is there when asked for, with files that are', () => {
  const watching = Object.entries(services).filter(([, { profiles }]) => profiles?.includes('observability'));
  expect(watching.map(([name]) => name)).toEqual(['prometheus', 'grafana']);
  const mounted = watching
    .flatMap(([, { volumes = [] }]) => volumes)
    .flatMap((volume) => /^(\.\/[^:]+):/.exec(volume)?.[1] ?? []);
  expect(mounted.length).toBeGreaterThan(4);
  expect(mounted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(services.prometheus?.volumes?.join()).toContain('generated/rules.yaml');
});
