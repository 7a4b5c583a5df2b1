import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { startFaultyProxy } from '../asking/faulty-proxies.ts';
import { hostileTask, ownConsoleSystem, takeAwayDatabase } from './harness/index.ts';

const { system, services } = ownConsoleSystem();
beforeAll(() => system.tell(hostileTask('hostile_1')));

const created = (subject: string) => ({
  type: 'task.created',
  subject,
  data: { capability: 'c', model: 'm' },
});

it('says that what is shown is stale while no processor runs, and what came since is there afterwards', async () => {
  const window = await system.signedIn();
  await window.row('hostile_1').waitFor();
  const task = await system.signedIn('/tasks/hostile_1');
  await task.page.getByText('Up to date').waitFor();
  await services().stopProcessor();
  await system.tell([created('late_1')]);
  await window.page.getByText(/Stale: .* behind the log/).waitFor();
  expect(await window.axeInBothColours('stale')).toEqual([]);
  // A stream in which nothing comes does not hide it.
  await task.page.getByText(/Stale: .* behind the log/).waitFor();
  const why = window.page.getByRole('region', { name: 'Why nothing moves' });
  await why.getByText('The processor that reads them is stopped').waitFor();
  expect(await window.axeInBothColours('stale-why')).toEqual([]);
  await services().startProcessor();
  await window.row('late_1').waitFor();
  await window.page.getByText('Up to date').waitFor();
  expect(await why.count()).toBe(0);
});

it('says that the API is away, asks until it is back, and has missed nothing', async () => {
  const window = await system.signedIn();
  await window.row('hostile_1').waitFor();
  await services().stopApi();
  await window.page.getByText('The API does not answer; trying again').waitFor();
  expect(await window.axeInBothColours('api-away')).toEqual([]);
  await services().startApi();
  await system.tell([created('after_1')]);
  await window.row('after_1').waitFor();
  await window.page.getByText('Up to date').waitFor();
});

it('says that the API cannot answer while its database is away, and goes on when it is back', async () => {
  const task = await system.signedIn('/tasks/hostile_1');
  await task.page.getByText('Up to date').waitFor();
  const list = await system.signedIn();
  await list.row('hostile_1').waitFor();
  const database = await takeAwayDatabase(services().databaseUrl);
  // Its page asks every eight seconds how far the projection is, and stays as it was.
  await task.page.getByText('The API cannot answer; trying again').waitFor();
  await task.page.getByRole('heading', { name: 'hostile_1' }).waitFor();
  const why = (of: typeof task) => of.page.getByRole('region', { name: 'Why nothing moves' });
  await why(task).getByText('Its database or its log is away').waitFor();
  expect(await task.axeInBothColours('database-away')).toEqual([]);
  // Nor is a list that had nothing yet called up to date.
  await list.page.reload();
  await why(list).waitFor();
  await database.back();
  await list.row('hostile_1').waitFor();
  await task.page.getByText('Up to date').waitFor();
  expect([await why(list).count(), await why(task).count()]).toEqual([0, 0]);
});

it('says that nothing comes through while the way stalls, and shows what it has missed', async () => {
  await system.tell([created('stalled_1'), created('stalled_2')]);
  const proxy = await startFaultyProxy(system.url);
  onTestFinished(() => proxy.close());
  const [list, task] = [await system.window(), await system.window()];
  await list.page.goto(`${proxy.url}/console/tasks#key=${system.owner}`);
  await list.row('stalled_1').waitFor();
  await task.page.goto(`${proxy.url}/console/tasks/stalled_1#key=${system.owner}`);
  await task.page.getByRole('heading', { name: 'stalled_1' }).waitFor();
  proxy.stall();
  await system.tell([{ type: 'task.started', subject: 'stalled_1' }]);
  // Neither is told by the network: both go by their own time limits.
  await list.page.getByText('The API does not answer; trying again').waitFor({ timeout: 60_000 });
  await task.page.getByText('The API does not answer; trying again').waitFor({ timeout: 60_000 });
  proxy.heal();
  await list.row('stalled_1').getByText('running').waitFor({ timeout: 60_000 });
  await task.page.getByText('running', { exact: true }).first().waitFor({ timeout: 60_000 });
});
