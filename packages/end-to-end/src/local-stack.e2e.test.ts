import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { taskEnvelope } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { checkedUrl } from './harness/checked-url.ts';
import { runCommand, runTaskfold } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { type NpmStart, npmStart, temporaryState, untilGone } from './harness/npm-start.ts';

/** The line that people paste, at a proxy that holds the answer against the contract. */
function curlLine(npm: NpmStart, apiUrl: string): string {
  return /curl -s .*/.exec(npm.said())?.[0].replace(npm.stack.api_url, apiUrl) ?? '';
}

async function answerOf(commandLine: string) {
  return taskEnvelope.parse(JSON.parse(await runCommand({ command: 'sh', args: ['-c', commandLine] })));
}

async function ofService(npm: NpmStart, name: 'api' | 'processor') {
  return (await npm.processes()).filter(({ command }) => command.includes(`services/${name}/src/main.ts`));
}

test('npm start answers its own curl line, restarts what dies, and Ctrl-C leaves nothing', async () => {
  const state = await temporaryState();
  const npm = await npmStart(state);
  const { stack } = npm;
  const apiUrl = await checkedUrl(stack.api_url);
  expect(npm.said()).toContain('Taskfold is up');
  const task = await answerOf(curlLine(npm, apiUrl));
  expect(task.capability).toBe('image.generate');

  for (const file of ['local.json', 'secrets.json'])
    expect((await stat(join(state, file))).mode & 0o777).toBe(0o600);
  expect(stack.topic_events).toBe('task.events');
  expect((await fetch(`${stack.admin_url}/readyz`)).status).toBe(200);
  const unlike = await fetch(`${apiUrl}/v1/tasks/${task.task_id}`, {
    headers: { authorization: `Bearer ${stack.second_api_key}` },
  });
  expect(unlike.status).toBe(404);

  for (const name of ['api', 'processor'] as const) {
    const [before, ...others] = await ofService(npm, name);
    expect(others).toEqual([]);
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await eventually(`the ${name} is back`, async () =>
      npm.said().includes(`${name} is back`) ? true : undefined,
    );
    expect(npm.said()).toContain(`${name} ended (SIGKILL); starting it again`);
    const [after] = await ofService(npm, name);
    expect(after?.pid).not.toBe(before?.pid);
  }
  await eventually('the demonstration goes on', async () => {
    const { status } = await answerOf(curlLine(npm, apiUrl));
    return status === 'succeeded' || undefined;
  });

  // What commands publish as Taskfold itself is signed as the services sign; with another key it is refused, and said so.
  const remove = (env: NodeJS.ProcessEnv = {}) =>
    runTaskfold(['tenants', 'delete', stack.second_tenant_id, '--keep-sums', '--yes'], {
      TASKFOLD_STATE_DIR: state,
      DATABASE_URL: '',
      KAFKA_BROKERS: '',
      ...env,
    });
  const otherKey = `other:${randomBytes(32).toString('base64')}`;
  await expect(remove({ EVENT_SIGNING_KEYS: otherKey })).rejects.toThrow('that the processors have');
  expect(await remove()).toContain(`${stack.second_tenant_id} is deleted`);

  const processes = await npm.processes();
  npm.signalGroup('SIGINT');
  await untilGone(processes, stack);
  await npm.exitCode;
  expect(npm.said()).toContain('Everything is stopped.');
  expect(existsSync(join(state, 'local.json'))).toBe(false);
});

test('a second npm start shows the same tasks under the same keys, also after kill -9 of what started it', async () => {
  const state = await temporaryState();
  const first = await npmStart(state);
  const line = curlLine(first, await checkedUrl(first.stack.api_url));
  const { task_id: taskId } = await answerOf(line);
  const secrets = await readFile(join(state, 'secrets.json'), 'utf8');
  const processes = await first.processes();
  expect(processes.length).toBeGreaterThan(6);
  process.kill(first.pid, 'SIGKILL');
  await untilGone(processes, first.stack);

  const second = await npmStart(state, ['--no-demo']);
  expect(await readFile(join(state, 'secrets.json'), 'utf8')).toBe(secrets);
  expect(second.stack.api_key).toBe(first.stack.api_key);
  const again = `${await checkedUrl(second.stack.api_url)}/v1/tasks/${taskId}`;
  const headers = { authorization: `Bearer ${second.stack.api_key}` };
  // A service that has ended is started again; what was said tells whether one had.
  await eventually('the task is there', async () => {
    const answer = await fetch(again, { headers }).catch(() => undefined);
    return answer?.ok || undefined;
  }).catch((error) => {
    throw new Error(`${String(error)}\n${second.said()}`);
  });
  expect(second.said()).toMatch(/\d+ tasks from before/);

  const third = await npmStart(state).catch((error: Error) => error.message);
  expect(third).toMatch(/Taskfold runs here already: process \d+ answers at/);

  const main = (await second.processes()).find(({ command }) => command.includes('start/main.ts'));
  const left = await second.processes();
  process.kill(main?.pid ?? 0, 'SIGKILL');
  await untilGone(left, second.stack);
});

test('Ctrl-C twice kills everything at once', async () => {
  const npm = await npmStart(await temporaryState(), ['--no-demo']);
  const processes = await npm.processes();
  npm.signalGroup('SIGINT');
  await eventually('it is stopping', async () => npm.said().includes('Stopping (SIGINT)') || undefined);
  setTimeout(() => npm.signalGroup('SIGINT'), 450);
  await untilGone(processes, npm.stack);
});
