import { beforeAll, expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { WHOLE_COURSE } from '../../testing/event-lines.ts';
import { publish } from '../../testing/publish.ts';

/** Of `tasks get|list|cancel|timeline|events`, and of `usage`. */
export function taskTests(system: CliSystem): void {
  beforeAll(async () => {
    await publish(system, 'img_whole', WHOLE_COURSE);
    await publish(system, 'img_failed', ['task.created', 'task.started', 'task.failed']);
  });

  const json = async (...args: string[]) => JSON.parse((await system.run([...args, '--json'])).out);

  test('a task is shown as the API answers it, and drawn for people', async () => {
    const answer = await fetch(`${system.url}/v1/tasks/img_whole`, {
      headers: { authorization: `Bearer ${system.env.TASKFOLD_API_KEY}` },
    });
    expect(await json('tasks', 'get', 'img_whole')).toEqual(await answer.json());
    const drawn = await system.run(['tasks', 'get', 'img_whole'], { columns: 80 });
    expect(drawn).toMatchObject({ code: 0, err: '' });
    expect(drawn.out).toContain('\u001b[1mimg_whole\u001b[22m  \u001b[32msucceeded\u001b[39m');
    expect(drawn.out).toContain('40.0000 credits charged, 12.5000 refunded, 27.5000 net (final)');
  });

  test('tasks are listed by filters, page by page where there are more than one page holds', async () => {
    expect((await json('tasks', 'list', '--status', 'failed')).data).toMatchObject([
      { task_id: 'img_failed' },
    ]);
    const both = await json(
      'tasks',
      'list',
      '--capability',
      'image.generate',
      '--metadata',
      'order=4711',
      '--order',
      'asc',
    );
    expect(both.data.map((task: { task_id: string }) => task.task_id)).toEqual(['img_whole', 'img_failed']);
    const { key_id: own } = await json('whoami');
    const ofKey = await json('tasks', 'list', '--key-id', own, '--without', 'api_key_id');
    expect(ofKey.data).toEqual([]);
    expect((await json('tasks', 'list', '--key-id', own, '--limit', '1')).data).toMatchObject([
      { task_id: 'img_failed', api_key_id: own },
    ]);
    const one = await json('tasks', 'list', '--limit', '1');
    expect(one).toMatchObject({ has_more: true, data: [{ task_id: 'img_failed' }] });
    const next = await json('tasks', 'list', '--limit', '1', '--cursor', one.next_cursor);
    expect(next.data).toMatchObject([{ task_id: 'img_whole' }]);
    const drawn = await system.run(['tasks', 'list', '--limit', '1']);
    expect(drawn.out).toMatch(/^task +status[^\n]*\nimg_failed +failed +image\.generate/);
    expect(drawn.err).toMatch(/There are more/);
    expect((await system.run(['tasks', 'list', '--model', 'none'])).err).toBe('There are none.\n');
  });

  test('a timeline tells what happened when, and events where they lie', async () => {
    const timeline = await system.run(['tasks', 'timeline', 'img_whole', '--all']);
    const lines = timeline.out.trimEnd().split('\n');
    expect(lines).toHaveLength(WHOLE_COURSE.length + 1);
    expect(lines[1]).toMatch(/^ *0 ms {2}● {2}created +status queued/);
    expect(lines.at(-1)).toMatch(/^ *7\.0 s {2}● {2}billing_settled +settlement final/);
    const events = await json('tasks', 'events', 'img_whole', '--all');
    expect(events.data.map(({ revision }: { revision: number }) => revision)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    expect((await system.run(['tasks', 'events', 'img_whole'])).out).toMatch(
      /\d:\d+ .*task\.created +applied +1/,
    );
  });

  test('a task is asked to end, and one that has ended stays as it is', async () => {
    await publish(system, 'img_cancel', ['task.created']);
    const asked = await system.run(['tasks', 'cancel', 'img_cancel', '--reason', 'Enough.', '--json']);
    expect(JSON.parse(asked.out)).toMatchObject({ cancel: { reason: 'Enough.', outcome: 'pending' } });
    expect((await system.run(['tasks', 'cancel', 'img_whole'])).out).toContain('succeeded');
  });

  test('usage is added up, with the sum of all and its course', async () => {
    const list = await json('usage', '--by', 'model');
    expect(list.data).toMatchObject([
      { model: 'aurora-xl', tasks: 1, net_charged_credits: '27.5000', image_count: 1 },
    ]);
    const { out } = await system.run(['usage', '--from', '2d']);
    expect(out).toMatch(
      /^day +tasks +charged +refunded +net credits\n\d{4}-\d\d-\d\d +1 +40\.0000 +12\.5000 +27\.5000\nall +1 +/,
    );
    expect(out).toMatch(/\nused {2}1 image count, 1,048,576 image pixels\nnet credits by day {2}█\n$/);
    expect((await system.run(['usage', '--from', '2020-01-01', '--to', '2020-01-02'])).err).toMatch(
      /^Nothing was used/,
    );
  });

  test('tasks are counted by the hour of their creation, and by status', async () => {
    const list = await json('tasks', 'counts', '--created-after', '2d');
    const sum = list.data.reduce((total: number, { tasks }: { tasks: number }) => total + tasks, 0);
    expect(sum).toBe((await json('tasks', 'list', '--created-after', '2d', '--all')).data.length);
    const { out } = await system.run(['tasks', 'counts']);
    expect(out).toMatch(/^hour +queued +succeeded +failed\n\d{4}-\d\d-\d\d \d\d:00Z /);
    const none = ['tasks', 'counts', '--created-after', '2020-01-01', '--created-before', '2020-01-02'];
    expect((await system.run(none)).err).toMatch(/^No task was created then/);
  });

  test.each([
    [
      'a task that does not exist',
      ['tasks', 'get', 'nowhere'],
      {},
      3,
      /^The task does not exist\.\ntask_not_found, request req_/,
    ],
    [
      'a key that is not valid',
      ['tasks', 'get', 'img_whole'],
      { TASKFOLD_API_KEY: 'sk-no' },
      4,
      /invalid_api_key/,
    ],
    [
      'an address where nothing listens',
      ['tasks', 'get', 'img_whole'],
      { TASKFOLD_API_URL: 'http://127.0.0.1:1' },
      5,
      /cannot be reached/,
    ],
    [
      'a filter that cannot be',
      ['tasks', 'list', '--metadata', `${'a'.repeat(65)}=x`],
      {},
      2,
      /is not a key that metadata can have[^\n]*\ninvalid_request, request /,
    ],
    ['a cursor of something else', ['tasks', 'list', '--cursor', 'x'], {}, 2, /invalid_cursor/],
  ])('%s is said in a sentence, and by the exit code', async (_, args, env, code, sentence) => {
    const ended = await system.run(args, { env });
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(sentence);
  });

  test('a key without the scope is told so', async () => {
    const TASKFOLD_API_KEY = await system.key('tenant_cli', ['tasks:read']);
    const ended = await system.run(['keys', 'list'], { env: { TASKFOLD_API_KEY } });
    expect(ended.code).toBe(4);
    expect(ended.err).toMatch(/scope[^\n]*\nforbidden, request /);
  });
}
