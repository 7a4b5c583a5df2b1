import { defineConfig } from 'vitest/config';

// Apart from the other tests, which need no Docker engine.
export default defineConfig({
  test: {
    name: 'containers',
    include: ['{packages,services}/*/src/**/*.containers.test.ts'],
    // The tests stop their containers themselves.
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
    testTimeout: 180_000,
    hookTimeout: 900_000,
    fileParallelism: false,
  },
});
