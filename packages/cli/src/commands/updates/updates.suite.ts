import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { publish } from '../../testing/publish.ts';

/** Of `updates`. */
export function updateTests(system: CliSystem): void {
  const idsOf = (out: string) =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).task_id as string);

  test('what has changed since the last time comes once, by the cursor that was stored', async () => {
    const file = join(system.folder, 'of-the-test.cursor');
    const args = ['updates', '--cursor-file', file, '--from', 'oldest', '--once', '--jsonl'];
    await publish(system, 'upd_1', ['task.created']);
    expect(idsOf((await system.run(args)).out)).toContain('upd_1');
    expect((await system.run(args)).out).toBe('');
    await publish(system, 'upd_2', ['task.created', 'task.started']);
    expect(new Set(idsOf((await system.run(args)).out))).toEqual(new Set(['upd_2']));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ next_cursor: expect.any(String) });
    await writeFile(file, 'nothing');
    expect(await system.run(args)).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds no cursor'),
    });
  });

  test('what happens is shown as it happens, until it is stopped', async () => {
    const stop = new AbortController();
    const shown = Promise.withResolvers<string>();
    const following = system.run(['updates'], { signal: stop.signal, onOut: shown.resolve });
    // It begins with now, which is some time after its start.
    let revision = 1;
    const publishing = setInterval(() => {
      void publish(system, `upd_live_${revision++}`, ['task.created']).catch(() => {});
    }, 300);
    expect(await shown.promise).toMatch(/^\d\d:\d\d:\d\d {2}upd_live_\d+ {2}image\.generate {2}queued/);
    clearInterval(publishing);
    stop.abort();
    expect((await following).code).toBe(130);
  });
}
