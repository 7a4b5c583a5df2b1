/**
 * Browser tests of the console. A file of them:
 *
 * ```ts
 * const system = consoleSystem();
 * beforeAll(() => system.tell(imageTask('img_1')));
 *
 * it('shows what it cost', async () => {
 *   const window = await system.signedIn('/tasks/img_1');
 *   await window.page.getByText('Net credits').waitFor();
 *   expect(await window.axeInBothColours('task')).toEqual([]);
 * });
 * ```
 *
 * - `consoleSystem()` stands at the top of `NAME.integration.test.ts`, which `npm test` runs. One API, one processor and one Chromium are
 *   started for all of these files, when the first asks for them; each file has a tenant of its own, and no other tasks than those it tells.
 * - `ownConsoleSystem()` stands at the top of `NAME.e2e.test.ts`, which `npm run test:systems` runs: for what stops, kills or floods
 *   services, or takes longer than a few seconds. It starts a system on servers of its own.
 * - Windows are closed after each test, which fails where one has met an exception, a refusal of its policy or a dialog.
 * - A page costs half a second, axe another: one test looks at many things of a page. Wait for what is seen, never for a time.
 */
export { callbackReceiver } from './callback-receiver.ts';
export { consoleSystem, ownConsoleSystem } from './console-system.ts';
export type { Told } from './console-tenant.ts';
export { takeAwayDatabase } from './database-away.ts';
export { moneyTask } from './money-seed.ts';
export { HOSTILE, hostileTask, imageTask, manyTasks } from './seed.ts';
