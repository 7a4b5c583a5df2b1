import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { signWebhook } from '@taskfold/webhooks';
import { expect, onTestFinished, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { publish } from '../../testing/publish.ts';

/** Of `callbacks listen|attempts|redeliver`. */
export function callbackTests(system: CliSystem): void {
  test('a callback of the service is verified, passed on, listed, and told again', async () => {
    const { secret } = JSON.parse((await system.run(['secrets', 'rotate', '--json'])).out);
    const hook = await localServer();
    const listener = await listening(['--forward-to', `${hook.url}/hook`, '--count', '2', '--jsonl'], secret);
    await publish(system, 'cb_1', [
      ['task.created', { callback: { url: `${listener.url}/any`, events: ['task.succeeded'] } }],
      'task.succeeded',
    ]);
    await expect.poll(() => hook.requests.length, { timeout: 20_000 }).toBe(1);
    expect(hook.requests[0]).toMatchObject({
      path: '/hook',
      body: { type: 'task.succeeded', data: { task_id: 'cb_1' } },
    });
    await expect
      .poll(async () => (await system.run(['callbacks', 'attempts', 'cb_1'])).out, { timeout: 20_000 })
      .toMatch(/task\.succeeded +1 +delivered +204 /);
    const again = await system.run(['callbacks', 'redeliver', 'cb_1']);
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^task +cb_1\n/) });
    const ended = await listener.ended;
    expect(ended.code).toBe(0);
    const shown = ended.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(shown).toMatchObject([
      { verified: true, repeated: false, answered: 204, forwarded: { status: 204, error: null } },
      { verified: true, repeated: true, answered: 204, body: { data: { status: 'succeeded' } } },
    ]);
    expect(shown[0].webhook_id).toBe(shown[1].webhook_id);
  });

  test('what is not signed is answered 401 and goes nowhere; where nothing listens behind, the service is told', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const hook = await localServer();
    const listener = await listening(['--forward-to', hook.url, '--count', '3'], secret);
    const post = (headers: Record<string, string>, body: string) =>
      fetch(listener.url, { method: 'POST', headers, body }).then(({ status }) => status);
    const body = JSON.stringify({
      type: 'x\u001b[2J',
      timestamp: 't',
      data: { task_id: 'a', status: 's', revision: 1 },
    });
    expect(await post({}, body)).toBe(401);
    const signed = signWebhook({
      id: 'id_1',
      timestamp: Math.floor(Date.now() / 1_000),
      body,
      secrets: [secret],
    });
    expect(await post({ ...signed }, `${body} `)).toBe(401);
    await hook.close();
    expect(await post({ ...signed }, body)).toBe(502);
    const { out } = await listener.ended;
    expect(hook.requests).toEqual([]);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/not signed {2}without a webhook-id$/),
      expect.stringMatching(/not signed {2}id_1$/),
      expect.stringMatching(
        /verified {2}x\\u001b\[2J {2}a revision 1 {2}→ fetch failed: .*ECONNREFUSED.* {2}id_1$/,
      ),
    ]);
  });

  test('without a secret nothing is received', async () => {
    expect(await system.run(['callbacks', 'listen'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--secret-file'),
    });
    const secretFile = join(system.folder, 'no.secret');
    await writeFile(secretFile, 'sk-something');
    const refused = await system.run(['callbacks', 'listen', '--secret-file', secretFile]);
    expect(refused.code).toBe(2);
    expect(refused.err).not.toContain('something');
  });

  async function listening(args: readonly string[], secret: string) {
    const said = Promise.withResolvers<string>();
    const ended = system.run(['callbacks', 'listen', '--port', '0', ...args], {
      env: { TASKFOLD_CALLBACK_SECRET: secret },
      onErr: said.resolve,
    });
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await said.promise)?.[0] ?? '';
    return { url, ended };
  }
}

/** A server as a user writes one, which takes whatever comes. */
async function localServer() {
  const requests: { readonly path: string | undefined; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}
