import { expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';

/** Of `keys` and `secrets`. */
export function keyTests(system: CliSystem): void {
  const json = async (...args: string[]) => JSON.parse((await system.run([...args, '--json'])).out);

  test('a key is made, works, is replaced, and ends', async () => {
    const made = await json(
      'keys',
      'create',
      '--name',
      'web\u202esite',
      '--scope',
      'tasks:read',
      '--expires',
      '2099-01-01',
    );
    expect(made).toMatchObject({ scopes: ['tasks:read'], expires_at: '2099-01-01T00:00:00.000Z' });
    const asks = (key: string) => system.run(['tasks', 'list'], { env: { TASKFOLD_API_KEY: key } });
    expect((await asks(made.key)).code).toBe(0);
    const who = await system.run(['whoami'], { env: { TASKFOLD_API_KEY: made.key } });
    expect(who.out.replaceAll(/ +/g, ' ')).toContain(
      `key id ${made.key_id}\nscopes tasks:read\nexpires 2099-`,
    );
    const rotated = await system.run(['keys', 'rotate', made.key_id, '--grace', '60'], { columns: 80 });
    expect(rotated.err).toMatch(/shown this once/);
    const replaced = /sk-[0-9A-Za-z]{32}/.exec(rotated.out)?.[0] ?? '';
    expect((await asks(replaced)).code).toBe(0);
    expect((await system.run(['keys', 'revoke', made.key_id])).out).toMatch(/revoked {2}\d{4}-/);
    await expect.poll(async () => (await asks(made.key)).code, { timeout: 10_000 }).toBe(4);
    const listed = (await system.run(['keys', 'list'])).out;
    expect(listed).toContain('web\\u202esite');
    expect(listed).toContain('revoked');
    expect(listed).not.toContain(replaced);
    expect((await system.run(['keys', 'revoke', crypto.randomUUID()])).code).toBe(3);
  });

  test('a secret is replaced, and the old one ended; the current one is not', async () => {
    const first = await json('secrets', 'rotate');
    const second = await json('secrets', 'rotate');
    expect(second.secret).toMatch(/^whsec_/);
    const listed = await system.run(['secrets', 'list']);
    const [, current = '', replaced = ''] = listed.out.split('\n');
    expect([current.slice(0, 36), replaced.slice(0, 36)]).toEqual([second.secret_id, first.secret_id]);
    expect([current, replaced]).toEqual([expect.stringMatching(/now$/), expect.stringMatching(/ until /)]);
    expect(listed.out).not.toContain('whsec_');
    expect((await system.run(['secrets', 'revoke', second.secret_id])).err).toMatch(
      /callback_secret_current/,
    );
    expect((await system.run(['secrets', 'revoke', first.secret_id])).code).toBe(0);
  });
}
