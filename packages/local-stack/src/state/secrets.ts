import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '@taskfold/local-state';
import { z } from 'zod';

const demoTenant = z.object({ tenant_id: z.string(), project_id: z.string(), api_key: z.string() });

const secrets = z.object({
  first: demoTenant,
  second: demoTenant,
  operator_token: z.string(),
  /** What callback secrets are encrypted with, as CALLBACK_KEYS. */
  callback_keys: z.string(),
  /** What events of Taskfold itself are signed with, as EVENT_SIGNING_KEYS, and since when they are. */
  event_signing: z.object({ keys: z.string(), since: z.string() }),
});

export type DemoTenant = z.output<typeof demoTenant>;

/** What stays the same from one start to the next. */
export type Secrets = z.output<typeof secrets>;

/**
 * Reads the file, or makes it where there is none.
 *
 * @param createKey makes the secret of an API key
 * @throws when the file is there and is not what was written, rather than giving up keys that someone uses
 */
export async function loadSecrets(path: string, createKey: () => string): Promise<Secrets> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return await complete(path, text);
  const made = {
    first: { tenant_id: 'demo_north', project_id: 'studio', api_key: createKey() },
    second: { tenant_id: 'demo_south', project_id: 'newsroom', api_key: createKey() },
    operator_token: randomBytes(24).toString('base64url'),
    callback_keys: createLocalKey(),
    event_signing: createEventSigning(),
  };
  await writePrivateFile(path, made);
  return made;
}

/** Files of earlier versions get what they lack. */
async function complete(path: string, text: string): Promise<Secrets> {
  const found = parse(path, text);
  const { callback_keys = createLocalKey(), event_signing = createEventSigning() } = found;
  const whole = { ...found, callback_keys, event_signing };
  const isWhole = found.callback_keys !== undefined && found.event_signing !== undefined;
  if (!isWhole) await writePrivateFile(path, whole);
  return whole;
}

function parse(path: string, text: string) {
  try {
    return secrets.partial({ callback_keys: true, event_signing: true }).parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} cannot be read; repair it, or remove it to get new keys.`);
  }
}

/** What an earlier version left in the log is not signed. */
function createEventSigning(): Secrets['event_signing'] {
  return { keys: createLocalKey(), since: new Date().toISOString() };
}

function createLocalKey(): string {
  return `local:${randomBytes(32).toString('base64')}`;
}
