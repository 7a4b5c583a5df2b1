import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { publish } from '../../testing/publish.ts';

/** Of `tasks watch` and `tasks wait`. */
export function followTests(system: CliSystem): void {
  const revisionsOf = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).revision as number);
  const rising = (revisions: readonly number[]) =>
    revisions.every((value, index) => index === 0 || value > (revisions[index - 1] ?? 0));

  /** Watches while the task goes on, and ends by itself. */
  async function watched(taskId: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    await publish(system, taskId, ['task.created']);
    const begun = Promise.withResolvers<void>();
    const watching = system.run(['tasks', 'watch', taskId, '--jsonl', ...args], {
      env,
      onOut: () => begun.resolve(),
    });
    await Promise.race([begun.promise, watching]);
    await publish(system, taskId, ['task.started', ['task.progressed', { percent: 30 }]]);
    await publish(system, taskId, ['task.succeeded', 'task.billing_settled']);
    return await watching;
  }

  test.each([
    ['a stream', []],
    ['long polls', ['--poll']],
  ])('a task is followed to its end over %s, its revisions rising', async (how, args) => {
    const ended = await watched(`img_watch_${how.replace(' ', '_')}`, args);
    expect(ended).toMatchObject({ code: 0, err: '' });
    const revisions = revisionsOf(ended.out);
    expect(revisions[0]).toBe(1);
    expect(revisions.at(-1)).toBe(5);
    expect(rising(revisions)).toBe(true);
    expect(JSON.parse(ended.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      status: 'succeeded',
      billing: { settlement: 'final' },
    });
  });

  test('a stream that is cut goes on after the revision that came last', async () => {
    const url = await cuttingProxy(system.url);
    const ended = await watched('img_cut', [], { TASKFOLD_API_URL: url });
    expect(ended.code).toBe(0);
    const revisions = revisionsOf(ended.out);
    expect([revisions[0], revisions.at(-1)]).toEqual([1, 5]);
    expect(rising(revisions)).toBe(true);
  });

  test.each([
    ['succeeded', ['task.succeeded'], 0],
    ['failed', ['task.failed'], 7],
    ['canceled', ['task.canceled'], 8],
  ] as const)('waiting for a task that has %s tells by the exit code', async (status, steps, code) => {
    await publish(system, `img_wait_${status}`, ['task.created']);
    const waiting = system.run(['tasks', 'wait', `img_wait_${status}`, '--json']);
    await publish(system, `img_wait_${status}`, steps);
    const ended = await waiting;
    expect(ended.code).toBe(code);
    expect(JSON.parse(ended.out)).toMatchObject({ status });
  });

  test('a task that begins is enough where that is waited for; time that is up is told', async () => {
    await publish(system, 'img_begun', ['task.created', 'task.started']);
    expect((await system.run(['tasks', 'wait', 'img_begun', '--until', 'started'])).code).toBe(0);
    const late = await system.run(['tasks', 'wait', 'img_begun', '--timeout', '1']);
    expect(late).toEqual({ code: 6, out: '', err: 'The task img_begun has not ended within 1 s.\n' });
  });

  test('a task that is created while it is waited for is found', async () => {
    const waiting = system.run(['tasks', 'wait', 'img_later', '--until', 'started']);
    await publish(system, 'img_later', ['task.created', 'task.started']);
    expect((await waiting).code).toBe(0);
  });
}

/** A way to the API that cuts each of the first two streams after its first event. */
async function cuttingProxy(target: string): Promise<string> {
  let cuts = 0;
  const server = createServer((incoming, outgoing) => {
    const passed = forward(
      `${target}${incoming.url}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        const cut = incoming.url?.endsWith('/stream') && cuts < 2;
        if (cut) cuts += 1;
        answer.on('data', (chunk: Buffer) => {
          outgoing.write(chunk);
          if (cut && chunk.includes('event:')) setTimeout(() => outgoing.destroy(), 20);
        });
        answer.on('end', () => outgoing.end());
      },
    );
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
    outgoing.on('close', () => passed.destroy());
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
