import { join } from 'node:path';
import { SCOPES } from '@taskfold/contract';
import { publishExampleTask } from '../harness/example-task.ts';
import type { System } from '../harness/system.ts';
import { run } from './run.ts';

export interface AttackOptions {
  readonly system: System;
  /** The path of its command. */
  readonly schemathesis: string;
  /** For Schemathesis, after ours. */
  readonly args: readonly string[];
  /** Called when all is prepared. */
  readonly onBegin: () => void;
}

const TENANT = 'schemathesis';
/** Runs Schemathesis against an API and a processor. @throws where it finds a fault; it has said which */
export async function attack({ system, schemathesis, args, onBegin }: AttackOptions): Promise<void> {
  await system.startProcessor();
  const limits = { RATE_LIMIT_PER_MINUTE: '10000000', AUTH_FAILURES_PER_MINUTE: '10000000' };
  const api = await system.startApi({ ...limits, CURSOR_KEY: 'c'.repeat(32) });
  const key = await system.createKey(TENANT, SCOPES);
  await publishExampleTask(api.url, key, TENANT);
  onBegin();
  await run(schemathesis, [
    ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
    ...['run', `${api.url}/openapi.json`, '--url', api.url],
    ...['--header', `Authorization: Bearer ${key}`],
    ...['--max-examples', '25', '--request-timeout', '30', '--workers', '1', '--generation-database', 'none'],
    ...args,
  ]);
}
