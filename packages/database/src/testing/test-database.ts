import type {} from '@taskfold/local-servers/testing';
import { afterAll, beforeAll, inject } from 'vitest';
import { createTestDatabase, type TestDatabase } from './create-test-database.ts';

/**
 * A database for the tests of a file, or of a `describe`; called at its top, made before its tests and dropped after them.
 *
 * @returns `url` throws until then
 */
export function testDatabase(): { readonly url: string } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database?.drop());
  return {
    get url() {
      if (database === undefined)
        throw new Error('the test database is made before the first test, not earlier');
      return database.url;
    },
  };
}
