import { mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';

/** Of `login`, `logout` and `profiles`. */
export function profileTests(system: CliSystem): void {
  test('a key that the API takes is stored, is used, and is forgotten', async () => {
    const folder = await mkdtemp(join(system.folder, 'profiles-'));
    const env = { XDG_CONFIG_HOME: folder, TASKFOLD_API_URL: '', TASKFOLD_API_KEY: '' };
    const run = (args: readonly string[], stdin = '') => system.run(args, { env, stdin });
    const north = await system.key('tenant_north');
    const writer = await system.key('tenant_south', ['events:write']);

    expect((await run(['tasks', 'list'])).err).toMatch(/^No API is known: run "taskfold login"/);
    expect(await run(['login', '--api-url', system.url], 'sk-wrong')).toMatchObject({
      code: 4,
      err: expect.stringContaining('invalid_api_key'),
    });
    expect(
      await run(['login', '--api-url', `${system.url}/`, '--profile', 'north'], `${north}\n`),
    ).toMatchObject({ code: 0, out: '' });
    expect((await stat(join(folder, 'taskfold/profiles.json'))).mode & 0o777).toBe(0o600);
    expect((await run(['tasks', 'list'])).err).toBe('There are none.\n');
    expect((await run(['login', '--api-url', system.url, '--profile', 'south'], writer)).err).toMatch(
      /may not look at tasks/,
    );
    expect((await run(['tasks', 'list'])).code).toBe(4);
    expect((await run(['tasks', 'list', '--profile', 'north'])).code).toBe(0);
    expect((await run(['profiles', 'use', 'north'])).code).toBe(0);
    expect((await run(['profiles', 'list'])).out).toMatch(
      /● {2}north +http:\/\/127\.0\.0\.1:\d+\n +south +http/,
    );
    const listed = await run(['profiles', 'list', '--json']);
    expect(listed.out).not.toMatch(/sk-/);
    expect((await run(['logout'])).err).toBe('The profile north is forgotten.\n');
    expect((await run(['logout', '--profile', 'north'])).code).toBe(3);
    expect((await run(['profiles', 'use', 'constructor'])).code).toBe(3);
  });

  test('what cannot be asked for without a terminal is said', async () => {
    expect(await system.run(['login'], { env: { TASKFOLD_API_URL: '' } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--api-url'),
    });
    expect(await system.run(['login', '--api-url', 'ftp://x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no address'),
    });
  });
}
