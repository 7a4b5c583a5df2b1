import { availableParallelism } from 'node:os';
import { SCOPES } from '@taskfold/contract';
import { publishExampleTask } from '../harness/example-task.ts';
import { type System, startSystem } from '../harness/system.ts';
import { createTally } from '../harness/tally.ts';
import { type CalledApi, generatedClients } from './clients.ts';
import { createTools } from './tools.ts';

// npm run test:generators [-- NAME...]: makes clients of the documents with public generators, compiles them, and asks a real API
// with them. It installs what it needs for Node.js, Python, Java and Go, once; where a machine has not one of these, that is said. Names are the beginnings of those that are wanted.

const TENANT = 'generators';
const wanted = process.argv.slice(2);

async function startApi(system: System): Promise<CalledApi> {
  const [api] = await Promise.all([system.startApi({ CURSOR_KEY: 'c'.repeat(32) }), system.startProcessor()]);
  const key = await system.createKey(TENANT, SCOPES);
  await publishExampleTask(api.url, key, TENANT);
  return { url: api.url, key };
}

const clients = generatedClients(createTools()).filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.startsWith(each)),
);
const tally = createTally();
const starting = startSystem();
const api = starting.then(startApi);
// Whoever asks it is told.
api.catch(() => {});
try {
  const waiting = clients.values();
  const work = async () => {
    for (const { name, bring } of waiting)
      await tally.attempt(name, bring, async (generate) => await generate(() => api));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
} finally {
  await api.catch(() => {});
  await (await starting).stop();
}
process.exitCode = tally.end();
