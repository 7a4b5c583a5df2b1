import { describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';

const URL = 'postgresql://user:secret@localhost:5432/taskfold';
const ENV = { DATABASE_URL: URL, KAFKA_BROKERS: 'localhost:9092' };

describe('configuration', () => {
  it('needs a database, a log of events and nothing else', () => {
    expect(configSchema.parse(ENV)).toMatchObject({
      PORT: 8080,
      ADMIN_PORT: 9090,
      LOG_LEVEL: 'info',
    });
    expect(configSchema.safeParse({ DATABASE_URL: URL }).success).toBe(false);
    expect(configSchema.safeParse({ ...ENV, DATABASE_URL: 'mysql://host/db' }).success).toBe(false);
  });

  it('takes numbers as the environment writes them', () => {
    expect(configSchema.parse({ ...ENV, PORT: '0', KEY_CACHE_MS: '250' })).toMatchObject({
      PORT: 0,
      KEY_CACHE_MS: 250,
    });
    expect(configSchema.safeParse({ ...ENV, PORT: 'http' }).success).toBe(false);
  });

  it('never lets a revoked key work for longer than the contract allows', () => {
    expect(configSchema.parse(ENV).KEY_CACHE_MS).toBeLessThan(5000);
    expect(configSchema.safeParse({ ...ENV, KEY_CACHE_MS: '5001' }).success).toBe(false);
  });

  it('says what every setting means', () => {
    for (const [name, schema] of Object.entries(configSchema.shape)) {
      expect(schema.meta()?.description, name).toMatch(/\.$/);
    }
  });
});
