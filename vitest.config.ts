import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { takeGivenServers } from './packages/local-servers/src/testing/given-servers.ts';

// What a test starts is told of servers by the test alone.
takeGivenServers(process.env);

/** Each file's own set-up: see there. */
const SETUP = ['./packages/local-servers/src/testing/property-seed.ts'];
const SOURCES = '{packages,services}/*/{src,proofs}/**';

// The kinds follow one another. By default vitest leaves a core free, which on two is to run one file at a time.
const CORES = availableParallelism();
/** They wait for servers half of the time, and share one PostgreSQL, whose connections are counted. */
const INTEGRATION_AT_ONCE = Math.min(CORES + 1, 6);

/** Whole systems, and servers of their own, which mostly wait: for one that was killed to be missed, for a group. */
const E2E_AT_ONCE = 2;

/** What a test waits for with `expect.poll`; a second, which it is by default, says how fast the machine is. */
const POLL = { poll: { timeout: 30_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: SETUP,
          expect: POLL,
          maxWorkers: CORES,
          // Pure functions need no process for each file: with one, two thirds of the time went into loading modules again.
          isolate: false,
          // A bound for what hangs, not for how fast the machine is.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
          include: [`${SOURCES}/*.test.ts`],
          exclude: [
            '**/*.integration.test.ts',
            '**/*.e2e.test.ts',
            '**/*.servers.test.ts',
            '**/*.containers.test.ts',
            '**/node_modules/**',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles: SETUP,
          expect: POLL,
          maxWorkers: INTEGRATION_AT_ONCE,
          // As above: the modules of a file cost more than a second of CPU, and there are more than a hundred files.
          isolate: false,
          sequence: { groupOrder: 1 },
          include: [`${SOURCES}/*.integration.test.ts`],
          globalSetup: [
            './packages/local-servers/src/testing/global-setup.ts',
            './packages/end-to-end/src/console/harness/shared/global-setup.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          setupFiles: SETUP,
          expect: POLL,
          sequence: { groupOrder: 2 },
          include: [`${SOURCES}/*.{e2e,servers}.test.ts`],
          globalSetup: ['./packages/local-servers/src/testing/systems-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: E2E_AT_ONCE,
        },
      },
    ],
  },
});
