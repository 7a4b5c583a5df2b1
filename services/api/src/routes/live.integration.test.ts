import { type Instant, instantFromMilliseconds, type TaskEvent, taskUpdatesPage } from '@taskfold/contract';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';
import type { Answer } from '../testing/in-process.ts';
import { errorOf } from '../testing/small-app.ts';

const api = apiOnDatabase({ MAX_WATCHES_PER_KEY: '3', MAX_WATCHES_PER_TENANT: '4' });
let key = '';
let made = 0;

beforeAll(async () => {
  key = await api.key('tenant_a');
});

const json = ({ body }: Answer) => JSON.parse(body);

/** A task of a tenant of its own name, and its events. */
function newTask(tenantId = 'tenant_a') {
  const taskId = `task_${++made}`;
  const of = (time: Instant, id: string) => ({ tenantId, taskId, time, id });
  return {
    taskId,
    path: `/v1/tasks/${taskId}`,
    created: sampleEvent('task.created', { capability: 'chat', model: 'm' }, of(at(0), 'created')),
    progressed: (percent: number) =>
      sampleEvent('task.progressed', { percent }, of(at(percent), `progressed_${percent}`)),
    ended: (time: Instant = instantFromMilliseconds(Date.now())) =>
      sampleEvent('task.succeeded', {}, of(time, 'succeeded')),
    settled: sampleEvent('task.billing_settled', {}, of(at(200), 'settled')),
  };
}

/** Appends while something waits: first it must have had the time to begin. */
async function later(event: TaskEvent, partition = 0): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 150));
  return await api.append([event], partition);
}

describe('GET /v1/tasks/{task_id} with Prefer: wait', () => {
  const wait = (path: string, headers: Record<string, string> = {}, seconds = 5) =>
    api.ask(key, path, { headers: { prefer: `wait=${seconds}`, ...headers } });

  it('waits for the end', async () => {
    const task = newTask();
    await api.append([task.created]);
    const waiting = wait(task.path);
    await later(task.progressed(1));
    await later(task.ended());
    const answer = await waiting;
    expect(answer.status).toBe(200);
    expect(answer.headers['preference-applied']).toBe('wait=5');
    expect(json(answer)).toMatchObject({ status: 'succeeded', revision: 3 });
  });

  it('waits for a task that does not exist yet', async () => {
    const task = newTask();
    const waiting = wait(`${task.path}?min_revision=1`);
    await later(task.created);
    expect(json(await waiting)).toMatchObject({ revision: 1 });
  });

  it('waits for a difference', async () => {
    const task = newTask();
    await api.append([task.created]);
    expect(json(await wait(task.path, { 'if-none-match': '"r0"' }))).toMatchObject({ revision: 1 });
    const waiting = wait(task.path, { 'if-none-match': '"r1"' });
    await later(task.progressed(1));
    expect(json(await waiting)).toMatchObject({ revision: 2 });
  });

  it('waits for a place in the log, also where nothing changed', async () => {
    const task = newTask();
    const next = await api.append([task.created]);
    const waiting = wait(`${task.path}?min_position=0:${next}`);
    await later(task.created);
    expect(json(await waiting)).toMatchObject({ revision: 1 });
  });

  it('answers when the time is up: the state, 304 or 404', async () => {
    const task = newTask();
    expect((await wait(task.path, {}, 0)).status).toBe(404);
    await api.append([task.created]);
    expect(json(await wait(task.path, {}, 1))).toMatchObject({ revision: 1 });
    expect((await wait(task.path, { 'if-none-match': '"r1"' }, 0)).status).toBe(304);
  });

  it('does not wait without it', async () => {
    const task = newTask();
    await api.append([task.created]);
    expect(json(await api.ask(key, `${task.path}?min_revision=9&min_position=0:999999`))).toMatchObject({
      revision: 1,
    });
    const refused = await api.ask(key, `${task.path}?min_revision=x`);
    expect(errorOf(refused.body)).toMatchObject({ code: 'invalid_request', param: '/min_revision' });
  });
});

describe('GET /v1/tasks/{task_id}/stream', () => {
  it('begins with the task and goes on with what changes, until it is over', async () => {
    const task = newTask();
    await api.append([task.created]);
    const stream = await api.open(key, `${task.path}/stream`);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(await stream.next()).toMatchObject({ event: 'snapshot', id: '1', data: { status: 'queued' } });
    await api.append([task.progressed(1)]);
    expect(await stream.next()).toMatchObject({ event: 'update', id: '2', data: { revision: 2 } });
    await api.append([task.ended()]);
    expect(await stream.next()).toMatchObject({ event: 'update', id: '3', data: { status: 'succeeded' } });
    await api.append([task.settled]);
    expect(await stream.next()).toMatchObject({ data: { billing: { settlement: 'final' } } });
    expect(await stream.next()).toBeNull();
    const again = await api.ask(key, `${task.path}/stream`, { headers: { 'last-event-id': '4' } });
    expect(again.status).toBe(204);
  });

  it('resumes after the last event', async () => {
    const task = newTask();
    await api.append([task.created, task.progressed(1)]);
    const behind = await api.open(key, `${task.path}/stream`, { 'last-event-id': '1' });
    expect(await behind.next()).toMatchObject({ event: 'update', id: '2' });
    behind.close();
    const level = await api.open(key, `${task.path}/stream`, { 'last-event-id': '2' });
    await later(task.progressed(2));
    expect(await level.next()).toMatchObject({ event: 'update', id: '3' });
    level.close();
    const ahead = await api.open(key, `${task.path}/stream`, { 'last-event-id': '99' });
    expect(await ahead.next()).toMatchObject({ event: 'snapshot', id: '3' });
    ahead.close();
  });

  it('ends for a task that ended long ago, settled or not', async () => {
    const task = newTask();
    await api.append([task.created, task.ended(at(5))]);
    const stream = await api.open(key, `${task.path}/stream`);
    expect(await stream.next()).toMatchObject({ event: 'snapshot', id: '2' });
    expect(await stream.next()).toBeNull();
  });

  it('gives a slow client the newest state, and keeps nothing for it', async () => {
    const task = newTask();
    const output = jsonText(`{"text":"${'x'.repeat(100_000)}"}`);
    const large = (number: number) =>
      sampleEvent(
        'task.output_updated',
        { output },
        { taskId: task.taskId, time: at(number), id: `o${number}` },
      );
    await api.append([task.created, large(0)]);
    const stream = await api.open(key, `${task.path}/stream`);
    expect(await stream.next()).toMatchObject({ id: '2' });
    stream.pause();
    for (let number = 1; number <= 30; number += 1) await api.append([large(number)]);
    stream.resume();
    const ids: string[] = [];
    while (ids.at(-1) !== '32') ids.push((await stream.next())?.id ?? '32');
    expect(ids.length).toBeLessThan(10);
    stream.close();
  });

  it('is refused like any other question', async () => {
    const task = newTask();
    await api.append([task.created]);
    const other = await api.key('tenant_b');
    expect((await api.ask(other, `${task.path}/stream`)).status).toBe(404);
    const accept = { headers: { accept: 'application/xml' } };
    expect((await api.ask(key, `${task.path}/stream`, accept)).status).toBe(406);
    const head = await api.ask(key, `${task.path}/stream`, { method: 'HEAD' });
    expect(head.headers['content-type']).toContain('text/event-stream');
  });

  it('is one of a few of its key, and of its tenant', async () => {
    const few = await api.key('tenant_a');
    const task = newTask();
    await api.append([task.created]);
    const streams = await Promise.all([1, 2, 3].map(() => api.open(few, `${task.path}/stream`)));
    const refused = await api.ask(few, `${task.path}/stream`);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('5');
    const another = await api.key('tenant_a');
    const fourth = await api.open(another, `${task.path}/stream`);
    const fifth = await api.ask(another, `${task.path}/stream`);
    expect(fifth.status).toBe(429);
    expect(errorOf(fifth.body).message).toContain('of this tenant');
    fourth.close();
    streams[0]?.close();
    await expect
      .poll(async () => (await api.ask(few, `${task.path}/stream`, { method: 'HEAD' })).status)
      .toBe(200);
    for (const stream of streams) stream.close();
  });

  it('ends when its key is revoked', async () => {
    const revoked = await api.key('tenant_r');
    const task = newTask('tenant_r');
    await api.append([task.created]);
    const stream = await api.open(revoked, `${task.path}/stream`);
    expect(await stream.next()).toMatchObject({ event: 'snapshot' });
    await api.sql(`UPDATE api_keys SET revoked_at = now() WHERE tenant_id = 'tenant_r'`);
    const began = performance.now();
    expect(await stream.next()).toBeNull();
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('GET /v1/task-updates', () => {
  it('holds every task once, page by page, and then what changes', async () => {
    const reader = await api.key('tenant_f');
    const tasks = Array.from({ length: 5 }, () => newTask('tenant_f'));
    for (const [index, { created }] of tasks.entries()) {
      await api.append([created, newTask('tenant_g').created], index % 3);
    }
    const seen: string[] = [];
    let path = '/v1/task-updates?from=oldest&limit=2';
    for (;;) {
      const page = taskUpdatesPage.strict().parse(json(await api.ask(reader, path)));
      seen.push(...page.data.map(({ task_id }) => task_id));
      path = `/v1/task-updates?limit=2&cursor=${page.next_cursor}`;
      if (!page.has_more) break;
    }
    expect(seen).toEqual(tasks.map(({ taskId }) => taskId));
    expect(json(await api.ask(reader, path)).data).toEqual([]);

    const waiting = api.ask(reader, `${path}&wait=5`);
    await later(newTask('tenant_g').created);
    // Where its other events lie.
    await later(tasks[1]?.progressed(1) ?? newTask().created, 1);
    const held = json(await waiting);
    expect(held.data).toMatchObject([{ task_id: tasks[1]?.taskId, revision: 2 }]);
    expect(
      json(await api.ask(reader, `${path.replace(/cursor=.*/, '')}cursor=${held.next_cursor}`)).data,
    ).toEqual([]);
  });

  it('begins now, and answers with a cursor when the time is up', async () => {
    const reader = await api.key('tenant_n');
    await api.append([newTask('tenant_n').created]);
    const empty = json(await api.ask(reader, '/v1/task-updates?wait=1'));
    expect(empty).toMatchObject({ data: [], has_more: false });
    const task = newTask('tenant_n');
    await api.append([task.created]);
    const page = json(await api.ask(reader, `/v1/task-updates?cursor=${empty.next_cursor}&expand=input`));
    expect(page.data).toMatchObject([{ task_id: task.taskId, input: {} }]);
  });

  it('streams, and resumes after any event', async () => {
    const reader = await api.key('tenant_s');
    const tasks = Array.from({ length: 3 }, () => newTask('tenant_s'));
    await api.append(
      tasks.map(({ created }) => created),
      1,
    );
    const stream = await api.open(reader, '/v1/task-updates?from=oldest');
    const first = await stream.next();
    expect(first).toMatchObject({ event: 'update', data: { task_id: tasks[0]?.taskId } });
    expect(await stream.next()).toMatchObject({ data: { task_id: tasks[1]?.taskId } });
    expect(await stream.next()).toMatchObject({ data: { task_id: tasks[2]?.taskId } });
    await api.append([tasks[0]?.progressed(1) ?? newTask().created], 1);
    expect(await stream.next()).toMatchObject({ data: { task_id: tasks[0]?.taskId, revision: 2 } });
    stream.close();
    const again = await api.open(reader, '/v1/task-updates', { 'last-event-id': first?.id ?? '' });
    expect(await again.next()).toMatchObject({ data: { task_id: tasks[1]?.taskId } });
    again.close();
  });

  it('takes no cursor of others, and none that is too old', async () => {
    const reader = await api.key('tenant_o');
    await api.append([newTask('tenant_o').created, newTask('tenant_o').created]);
    const { next_cursor: cursor } = json(await api.ask(reader, '/v1/task-updates?from=oldest&limit=1'));
    const foreign = await api.ask(key, `/v1/task-updates?cursor=${cursor}`);
    expect(errorOf(foreign.body).code).toBe('invalid_cursor');
    await api.sql('DELETE FROM changes');
    const old = await api.ask(reader, `/v1/task-updates?cursor=${cursor}`);
    expect(old.status).toBe(410);
    expect(errorOf(old.body).code).toBe('cursor_expired');
    expect((await api.ask(reader, '/v1/task-updates?from=oldest')).status).toBe(200);
    const both = await api.ask(reader, `/v1/task-updates?from=now&cursor=${cursor}`);
    expect(errorOf(both.body)).toMatchObject({ code: 'invalid_request', param: '/from' });
  });
});
