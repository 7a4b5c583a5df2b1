import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandFailure } from '../outcome/command-failure.ts';
import { findConnection } from './connection.ts';

const NORTH = { api_url: 'https://north.example.com', api_key: 'sk-north' };
const SOUTH = { api_url: 'http://127.0.0.1:8080/', api_key: 'sk-south' };

/** An environment in which there are these files. */
async function environment(profiles: unknown, local?: unknown): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'taskfold'));
  if (profiles !== undefined)
    await writeFile(join(folder, 'taskfold/profiles.json'), JSON.stringify(profiles));
  if (local !== undefined) await writeFile(join(folder, 'local.json'), JSON.stringify(local));
  await writeFile(join(folder, 'key'), 'sk-file\n');
  return { XDG_CONFIG_HOME: folder, TASKFOLD_STATE_DIR: folder };
}

const both = { current: 'north', profiles: { north: NORTH, south: SOUTH } };

test('the current profile is taken, and another by name', async () => {
  const env = await environment(both);
  expect(await findConnection({}, env)).toEqual(NORTH);
  const south = { api_url: 'http://127.0.0.1:8080', api_key: 'sk-south' };
  expect(await findConnection({ profile: 'south' }, env)).toEqual(south);
  expect(await findConnection({}, { ...env, TASKFOLD_PROFILE: 'south' })).toEqual(south);
  expect(await findConnection({ profile: 'north' }, { ...env, TASKFOLD_PROFILE: 'south' })).toEqual(NORTH);
});

test('the environment goes before the profile, and options before both', async () => {
  const files = await environment(both);
  const env = { ...files, TASKFOLD_API_URL: 'https://env.example.com', TASKFOLD_API_KEY: 'sk-env' };
  expect(await findConnection({}, env)).toEqual({ api_url: 'https://env.example.com', api_key: 'sk-env' });
  const apiKeyFile = join(String(files.XDG_CONFIG_HOME), 'key');
  expect(await findConnection({ apiUrl: 'https://flag.example.com/base/', apiKeyFile }, env)).toEqual({
    api_url: 'https://flag.example.com/base',
    api_key: 'sk-file',
  });
});

test('the key of a profile goes to no other address', async () => {
  const env = await environment(both);
  await expect(findConnection({ apiUrl: 'https://north.example.org' }, env)).rejects.toMatchObject({
    outcome: 'not_allowed',
    message: expect.stringContaining('https://north.example.org'),
  });
  expect(await findConnection({ apiUrl: 'https://north.example.com/' }, env)).toEqual(NORTH);
});

test.each([
  ['nothing is known', undefined, {}, 'run "taskfold login"'],
  ['a profile is not there', both, { profile: 'east' }, 'no profile east, only north, south'],
  ['a name is one of every object', both, { profile: 'constructor' }, 'no profile constructor'],
  ['the file is not what it must be', { profiles: [] }, {}, 'mend it'],
  ['the address is none', both, { apiUrl: 'north.example.com' }, 'no address of an API'],
  ['the file of the key is not there', both, { apiKeyFile: '/nowhere/key' }, 'key cannot be read'],
])('it is said where %s', async (_, profiles, options, sentence) => {
  const failure = await findConnection(options, await environment(profiles)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CommandFailure);
  expect(failure).toMatchObject({ outcome: 'usage', message: expect.stringContaining(sentence) });
});
