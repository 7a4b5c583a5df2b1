import { createContractCheck } from '@taskfold/contract-check';
import { messageOf } from '@taskfold/runtime';
import { startSystem } from '../harness/system.ts';
import { attack } from './attack.ts';
import { installSchemathesis } from './install.ts';
import { countStatuses } from './statuses.ts';

// npm run test:schemathesis: attacks the real API, with a real processor behind it, by what its own document says. Fails
// where Schemathesis or the checking proxy finds a fault, and where an operation never answered with a 2xx: it would have
// been tried at its door alone. Further arguments go to Schemathesis, such as --max-examples 200.

const { operationIds } = createContractCheck();
const statuses = countStatuses();
const failures: string[] = [];
const failed = (error: unknown) => void failures.push(messageOf(error));

async function attackSystem(): Promise<void> {
  const schemathesis = await installSchemathesis();
  const system = await startSystem({ onExchange: statuses.count });
  // What comes before is not Schemathesis's.
  const options = { system, schemathesis, args: process.argv.slice(2), onBegin: statuses.reset };
  await attack(options).catch(failed);
  await system.stop().catch(failed);
  process.stdout.write(`\nanswers by operation\n${statuses.table(operationIds)}\n`);
  const unreached = statuses.unreached(operationIds);
  if (unreached.length > 0) failures.push(`never answered with a 2xx: ${unreached.join(', ')}`);
}

await attackSystem().catch(failed);
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
