import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from './create-test-database.ts';

/**
 * A database for the tests of a file, or of a `describe`; called at its top, made before its tests and dropped after them.
 *
 * @returns its members throw until then
 */
export function testDatabase(): Pick<TestDatabase, 'url' | 'env'> {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());
  const made = (): TestDatabase => {
    if (database === undefined)
      throw new Error('the test database is made before the first test, not earlier');
    return database;
  };
  return {
    get url() {
      return made().url;
    },
    get env() {
      return made().env;
    },
  };
}
