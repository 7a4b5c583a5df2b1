import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { removeServerData } from '@taskfold/local-servers';
import type { StatePaths } from '@taskfold/local-state';

/** Removes what the stack has kept of its servers and logs; keys stay. Nothing may run on it. */
export async function resetData(
  paths: StatePaths,
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<void> {
  for (const folder of [paths.postgres, paths.kafka]) {
    say(`removing ${relative(process.cwd(), folder)}`);
    await removeServerData(folder);
  }
  say(`removing ${relative(process.cwd(), paths.logs)}`);
  await rm(paths.logs, { recursive: true, force: true });
  for (const name of ['DATABASE_URL', 'KAFKA_BROKERS']) {
    if (env[name]) say(`left alone: what ${name} names`);
  }
}
