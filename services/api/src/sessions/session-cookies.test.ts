import { expect, it } from 'vitest';
import { askInProcess } from '../testing/in-process.ts';
import { smallApp } from '../testing/small-app.ts';
import { type ConsoleSession, createConsoleSessions } from '../tokens/console-sessions.ts';
import { createSessionCookies } from './session-cookies.ts';

const sessions = createConsoleSessions(['k'.repeat(32)]);
const session: ConsoleSession = {
  ...{ id: 'abc', tenantId: 't', keyHash: '0'.repeat(64), keyStart: 'sk-', label: '' },
  expiresAt: Math.floor(Date.now() / 1000) + 3600,
};

/** The names of the cookies of sessions that are found in a request. */
async function found(cookie: string, host: string, publicUrl?: string): Promise<readonly string[]> {
  const cookies = createSessionCookies(sessions, publicUrl);
  let names: readonly string[] = [];
  const app = smallApp((request, _response, next) => {
    names = cookies.of(request).flatMap((each) => (each.session === null ? [] : each.name));
    next();
  });
  await askInProcess(app, { path: '/', headers: { host, cookie } });
  return names;
}

it.each([
  ['127.0.0.1:8080', undefined, true],
  ['localhost', undefined, true],
  ['[::1]:8080', undefined, true],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080', true],
  // Whatever a proxy calls the host, who serves https may have neighbours who plant cookies of plain names.
  ['127.0.0.1:8080', 'https://tasks.example', false],
  ['tasks.example', undefined, false],
  ['localhost.example', undefined, false],
  ['10.0.0.1', undefined, false],
])('at %s, with the public address %s, a plain name is taken: %s', async (host, publicUrl, taken) => {
  const value = sessions.seal(session);
  const [plain, secure] = ['taskfold-session-abc', '__Host-taskfold-session-abc'];
  expect(await found(`${plain}=${value}`, host, publicUrl)).toEqual(taken ? [plain] : []);
  expect(await found(`${secure}=${value}`, host, publicUrl)).toEqual([secure]);
});

it('is of the session that its name names, and of no other', async () => {
  const value = sessions.seal(session);
  for (const cookie of [`taskfold-session-abd=${value}`, `taskfold-session-=${value}`, `abc=${value}`, value])
    expect(await found(cookie, 'localhost')).toEqual([]);
});

it('has the attributes of what no page reads and no other site has sent', () => {
  const cookies = createSessionCookies(sessions, undefined, () => (session.expiresAt - 60) * 1000);
  const value = sessions.seal(session);
  expect(cookies.keep(session, true)).toBe(
    `__Host-taskfold-session-abc=${value}; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict`,
  );
  expect(cookies.keep(session, false)).toBe(
    `taskfold-session-abc=${value}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict`,
  );
});
