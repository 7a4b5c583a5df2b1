import { SCOPES } from '@taskfold/contract';
import { messageOf } from '@taskfold/runtime';
import { publishExampleTask } from '../harness/example-task.ts';
import { type System, startSystem } from '../harness/system.ts';
import { type CalledApi, generatedClients } from './clients.ts';
import { installGenerators } from './install.ts';

// npm run test:generators [-- NAME...]: makes clients of the documents with public generators, compiles them, and asks a real API
// with those of TypeScript and Python. A command of its own: it installs what it needs for Node.js, Python, Java and Go. Names are
// the beginnings of those that are wanted.

const TENANT = 'generators';
const wanted = process.argv.slice(2);

async function startApi(system: System): Promise<CalledApi> {
  await system.startProcessor();
  const api = await system.startApi({ CURSOR_KEY: 'c'.repeat(32) });
  const key = await system.createKey(TENANT, SCOPES);
  await publishExampleTask(api.url, key, TENANT);
  return { url: api.url, key };
}

/** Does it, and says how that went. */
async function attempt(name: string, what: string, act: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await act();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${name}: ${what} in ${seconds} s\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${name}: not ${what}: ${messageOf(error)}\n`);
  }
}

const clients = generatedClients(await installGenerators()).filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.startsWith(each)),
);
for (const { name, build } of clients) await attempt(name, 'generated and compiled', build);
const callers = clients.filter(({ call }) => call !== undefined);
if (callers.length > 0) {
  const system = await startSystem();
  try {
    const api = await startApi(system);
    for (const { name, call } of callers) await attempt(name, 'answered', async () => await call?.(api));
  } finally {
    await system.stop();
  }
}
