import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder } from '../../process/temporary-folder.ts';
import { startManagedServers } from './managed-servers.ts';

// npm run test:managed: the tests against servers as companies run them. The arguments are vitest's.

const RUN_TESTS = fileURLToPath(new URL('../../../../local-stack/bin/run-tests.mjs', import.meta.url));

const folder = await createTemporaryFolder('taskfold-managed');
const servers = await startManagedServers(folder);
process.stdout.write(`Testing against ${servers.described}\n`);
try {
  // A terminal's Ctrl-C reaches vitest as well, which ends; then the servers are stopped.
  process.on('SIGINT', () => {});
  const tests = spawn(process.execPath, [RUN_TESTS, ...process.argv.slice(2)], {
    env: { ...process.env, ...servers.env },
    // The fourth lets them notice when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  process.on('SIGTERM', () => tests.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve) => tests.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
}
