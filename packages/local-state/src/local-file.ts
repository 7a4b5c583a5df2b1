import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writePrivateFile } from './private-file.ts';

const localStack = z.object({
  api_url: z.string(),
  admin_url: z.string(),
  api_key: z.string(),
  tenant_id: z.string(),
  second_api_key: z.string(),
  second_tenant_id: z.string(),
  operator_token: z.string(),
  callback_secret: z.string(),
  database_url: z.string(),
  kafka_brokers: z.string(),
  topic_events: z.string(),
  topic_updates: z.string(),
  topic_dead: z.string(),
  /** Further variables of the services that belong to the database, or to the Kafka and what is in it. */
  database_settings: z.record(z.string(), z.string()).default({}),
  kafka_settings: z.record(z.string(), z.string()).default({}),
});

/** Where the running local stack is, and the keys to it: the content of `.taskfold/local.json`. */
export type LocalStack = z.output<typeof localStack>;

export async function writeLocalFile(path: string, stack: LocalStack): Promise<void> {
  await writePrivateFile(path, stack);
}

/** @returns `undefined` where there is no such file, or one that is not whole. */
export async function readLocalFile(path: string): Promise<LocalStack | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return localStack.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
