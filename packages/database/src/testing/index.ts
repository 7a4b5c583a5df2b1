export { createTestDatabase, type TestDatabase } from './create-test-database.ts';
export { testDatabase } from './test-database.ts';
