import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EXAMPLE_UPDATE } from '@taskfold/contract';
import { rolldown } from 'rolldown';
import { Webhook } from 'standardwebhooks';
import { installedClient } from '../asking/installed-client.ts';
import type { TrialInput } from './tried/try-client.ts';

/** The same program in the forms that runtimes take it in: paths of files. */
export interface Programs {
  /** Imports the client, which lies in `node_modules` beside it. */
  readonly command: string;
  /** A worker, with the client in it. */
  readonly worker: string;
  /** For a page, with the client in it. */
  readonly page: string;
}

/** Packs the client, installs it into an empty project, and puts there what tries it. @param folder an empty one */
export async function preparePrograms(folder: string): Promise<Programs> {
  const project = await installedClient(folder);
  const source = (name: string) => join(import.meta.dirname, 'tried', `${name}-main.ts`);
  const made = { command: 'command.mjs', worker: 'worker.mjs', page: 'page.mjs' } as const;
  for (const name of ['command', 'worker', 'page'] as const) {
    const plain = join(project, made[name]);
    await bundle(source(name), plain, [/^@taskfold\/client/, /^node:/]);
    // From where it lies now, the client is the one that was packed.
    if (name !== 'command') await bundle(plain, join(project, 'bundled', made[name]), []);
  }
  const path = (...parts: string[]) => join(project, ...parts);
  return {
    command: path(made.command),
    worker: path('bundled', made.worker),
    page: path('bundled', made.page),
  };
}

async function bundle(input: string, file: string, external: RegExp[]): Promise<void> {
  const made = await rolldown({ input, external });
  await made.write({ file });
  await made.close();
}

/** @param api where the API is, and a key to it */
export function trialInput(api: Pick<TrialInput, 'url' | 'key'>): TrialInput {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const timestamp = new Date();
  const body = JSON.stringify({
    type: 'task.succeeded',
    timestamp: timestamp.toISOString(),
    data: EXAMPLE_UPDATE.data,
  });
  const headers = {
    'webhook-id': 'callback_1',
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('callback_1', timestamp, body),
  };
  return { ...api, taskId: `runtime_${randomUUID()}`, callback: { secret, headers, body } };
}

/** What is seen in a runtime in which all is well. */
export const EXPECTED_LINES: readonly string[] = [
  'published: accepted, accepted',
  'read what was written: running',
  'watched by streamTask: running, succeeded, settled',
  'waited: succeeded, {"url":"https://cdn.example.com/8e.png"}',
  'found in the feed',
  'refused: task_not_found',
  `verified: task.succeeded of ${EXAMPLE_UPDATE.subject}`,
  'not verified: wrong_signature',
];
