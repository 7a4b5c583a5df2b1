import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { refuseKnownSecrets } from './known-secrets.ts';

const schema = z.looseObject({}).check(refuseKnownSecrets);
const COMPOSE = readFileSync(new URL('../../../../docker-compose.yml', import.meta.url), 'utf8');
const problems = (env: object) =>
  schema.safeParse({ NODE_ENV: 'production', ...env }).error?.issues.map(({ message }) => message) ?? [];

it.each([
  { DATABASE_URL: 'postgresql://taskfold:taskfold@postgres:5432/taskfold' },
  { DATABASE_DIRECT_URL: 'postgresql://anna:anna@postgres:5432/taskfold' },
  { DATABASE_URL: 'postgresql://anna:p%6Fstgres@postgres:5432/taskfold' },
  {
    CALLBACK_KEYS: `new:${randomBytes(32).toString('base64')},local:dGFza2ZvbGQgbG9jYWwga2V5LCBub3QgYSBzZWNyZXQ=`,
  },
  { CALLBACK_KEYS: `zero:${Buffer.alloc(32).toString('base64')}` },
  { OPERATOR_TOKEN: 'x'.repeat(16) },
  { CURSOR_KEY: '0101'.repeat(8) },
  { TOKEN_KEYS: [randomBytes(32).toString('hex'), 'a'.repeat(32)] },
])('what everybody knows or can guess is refused in production: %j', (env) => {
  const [name = ''] = Object.keys(env);
  expect(problems(env)).toEqual([expect.stringContaining(`${name} `)]);
  expect(problems(env)[0]).not.toContain('taskfold:taskfold');
  expect(schema.safeParse(env).success).toBe(true);
  expect(problems({ ...env, NODE_ENV: 'development' })).toEqual([]);
});

it('what is random is not', () => {
  const random = () => randomBytes(32).toString('base64');
  const env = {
    DATABASE_URL: `postgresql://taskfold:${encodeURIComponent(random())}@postgres:5432/taskfold`,
    CALLBACK_KEYS: `k1:${random()},k2:${random()}`,
    OPERATOR_TOKEN: randomBytes(12).toString('base64url'),
    CURSOR_KEY: random(),
    TOKEN_KEYS: [random(), random()],
  };
  expect(problems(env)).toEqual([]);
});

it('every secret that the compose file has a default for is known', () => {
  const defaults = [...COMPOSE.matchAll(/\$\{(\w*(?:KEYS?|TOKEN|PASSWORD)):-([^}]+)\}/g)];
  expect(defaults.length).toBeGreaterThan(1);
  for (const [, name = '', value = ''] of defaults) {
    const env = name.endsWith('PASSWORD')
      ? { DATABASE_URL: `postgresql://someone:${value}@postgres/taskfold` }
      : { [name]: value };
    expect(problems(env), name).toHaveLength(1);
  }
});
