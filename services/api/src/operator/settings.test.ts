import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { configSchema } from '../config.ts';
import { askInProcess } from '../testing/in-process.ts';
import { settingsRoute } from './settings.ts';

const SECRET = randomBytes(32).toString('hex');

async function settingsOf(env: Readonly<Record<string, string>>) {
  const config = configSchema.parse({
    DATABASE_URL: `postgresql://api:${SECRET}@db/tasks`,
    KAFKA_BROKERS: 'one:9092,two:9092',
    ...env,
  });
  const routes = [settingsRoute(config)];
  const app = createApp({ routes, observers: [], requestTimeLimitMs: 5000, maxUrlLength: 2048 });
  const { status, body } = await askInProcess(app, { path: '/operator/settings' });
  expect(status).toBe(200);
  const { data } = JSON.parse(body) as { readonly data: readonly { readonly name: string }[] };
  return { body, of: (name: string) => data.find((setting) => setting.name === name) };
}

it('shows what is in force, set or not, each with what it is for', async () => {
  const { body, of } = await settingsOf({ PORT: '8081', TRUSTED_PROXIES: '10.0.0.0/8,127.0.0.1' });
  expect(of('PORT')).toMatchObject({ value: '8081', default: '8080', is_set: true, is_secret: false });
  expect(of('CONSOLE')).toMatchObject({ value: 'on', default: 'on', description: expect.any(String) });
  expect(of('KAFKA_BROKERS')).toMatchObject({ value: 'one:9092,two:9092' });
  expect(of('TRUSTED_PROXIES')).toMatchObject({ value: '10.0.0.0/8,127.0.0.1' });
  expect(of('MAX_WATCHES_PER_TENANT')).toMatchObject({ value: null, is_set: false, default: null });
  expect(body).not.toContain('[object');
});

it('shows of secrets that they are set, and nothing else', async () => {
  const { body, of } = await settingsOf({
    OPERATOR_TOKEN: SECRET,
    CURSOR_KEY: SECRET,
    TOKEN_KEYS: `${SECRET},${SECRET}2`,
    CALLBACK_KEYS: `k:${Buffer.from(SECRET, 'hex').toString('base64')}`,
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_USERNAME: 'taskfold',
    KAFKA_SASL_PASSWORD: SECRET,
    DATABASE_REPLICA_URL: `postgresql://api:${SECRET}@replica/tasks`,
  });
  for (const name of ['DATABASE_URL', 'OPERATOR_TOKEN', 'CURSOR_KEY', 'TOKEN_KEYS', 'CALLBACK_KEYS'])
    expect(of(name), name).toMatchObject({ value: null, is_set: true, is_secret: true });
  expect(body).not.toContain(SECRET);
  expect(body).not.toContain(Buffer.from(SECRET, 'hex').toString('base64'));
});
