import { Taskfold } from '@taskfold/client';
import { snippetsOf } from '@taskfold/console/testing/snippets';
import { EXAMPLE_UPDATE } from '@taskfold/contract';
import type { InstalledClient } from './install-built.ts';

/** Runs what the console has people copy for Python. @throws what it said, where it fails or prints something else */
export async function runCopied(
  { run }: InstalledClient,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { TASKFOLD_API_URL: baseUrl = '', TASKFOLD_API_KEY: apiKey = '' } = env;
  const { subject } = EXAMPLE_UPDATE;
  const snippet = snippetsOf(baseUrl, subject).find(({ name }) => name === 'Python');
  const printed = await run(snippet?.text ?? '', { TASKFOLD_API_KEY: apiKey });
  const { status, billing } = await new Taskfold({ apiKey, baseUrl }).tasks.get(subject);
  const expected = `${status} ${billing?.net_charged_credits}\n`;
  if (printed !== expected) throw new Error(`it printed ${printed}and not ${expected}`);
}
