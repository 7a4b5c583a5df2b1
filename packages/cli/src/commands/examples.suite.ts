import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test, vi } from 'vitest';
import { examplesOf } from '../program/command.ts';
import { programToRead } from '../program/program-to-read.ts';
import { fullName, leavesOf } from '../program/tree.ts';
import { writeProfiles } from '../settings/profiles.ts';
import type { CliSystem } from '../testing/cli-system.ts';
import { eventLines, WHOLE_COURSE } from '../testing/event-lines.ts';
import { publish } from '../testing/publish.ts';
import { runExample } from '../testing/run-example.ts';
import { USER_COMMANDS } from './index.ts';

/** Go on until they are stopped. */
const ENDLESS = [/^taskfold updates$/, /^taskfold callbacks listen/];
/** What stands in examples for the id of a key or a secret. */
const SOME_ID = '018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e';

const EXAMPLES = leavesOf(programToRead(USER_COMMANDS)).flatMap((command) =>
  examplesOf(command).map(({ line }) => ({ line, of: fullName(command) })),
);

/** Every example in the help of a command runs, and ends well. */
export function exampleTests(system: CliSystem): void {
  const place = (name: string) => join(system.folder, name);

  beforeAll(async () => {
    const [, ...others] = WHOLE_COURSE;
    await publish(system, 'img_1', [
      ['task.created', { callback: { url: 'http://127.0.0.1:9/nobody' } }],
      ...others,
    ]);
    await publish(system, 'vid_1', ['task.created']);
    await writeFile(place('events.ndjson'), eventLines('from_file', WHOLE_COURSE));
    await writeFile(place('key.txt'), String(system.env.TASKFOLD_API_KEY));
    const { secret } = JSON.parse((await system.run(['secrets', 'rotate', '--json'])).out);
    await writeFile(place('callback.secret'), secret);
  });

  /** A key, or a secret that was replaced, of which an example may dispose. */
  async function someIdFor(of: string): Promise<string> {
    if (of.startsWith('taskfold secrets')) {
      // No more than five sign.
      await system.run(['secrets', 'rotate']);
      const { data } = JSON.parse((await system.run(['secrets', 'list', '--json'])).out);
      return data.at(-1).secret_id;
    }
    const made = await system.run(['keys', 'create', '--name', of, '--scope', 'tasks:read', '--json']);
    return JSON.parse(made.out).key_id;
  }

  test.each(EXAMPLES)('$line', async ({ line, of }) => {
    const profile = { api_url: system.url, api_key: String(system.env.TASKFOLD_API_KEY) };
    await writeProfiles(place('taskfold/profiles.json'), {
      current: 'default',
      profiles: { default: profile, north: profile },
    });
    const files = [
      'events.ndjson',
      'key.txt',
      'callback.secret',
      'updates.cursor',
      'taskfold.bash',
      'taskfold.zsh',
      'taskfold.fish',
    ];
    const words = {
      ...Object.fromEntries(files.map((name) => [name, place(name)])),
      'https://tasks.example.com': system.url,
      ...(line.includes(SOME_ID) ? { [SOME_ID]: await someIdFor(of) } : {}),
    };
    const stop = new AbortController();
    const endless = ENDLESS.some((pattern) => pattern.test(line));
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    // The scripts of completion are printed by their library.
    const script = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const env = of === 'taskfold login' ? { TASKFOLD_API_KEY: '' } : { TASKFOLD_CALLBACK_SECRET: secret };
    const running = runExample(line, (args, options) => system.run(onAnyPort(args), options), words, {
      env,
      stdin: profile.api_key,
      signal: stop.signal,
    });
    if (endless) await Promise.race([delay(300), running]);
    if (endless) stop.abort();
    const ended = await running;
    script.mockRestore();
    expect(ended.code, ended.err).toBe(endless ? 130 : 0);
  });
}

/** The port of the command may be somebody else's. */
function onAnyPort(args: readonly string[]): readonly string[] {
  return args[0] === 'callbacks' && args[1] === 'listen' ? [...args, '--port', '0'] : args;
}
