import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { TaskCloudEvent } from '../../generated/events.ts';
import { createReporter } from '../create-reporter.ts';
import type { Spool } from '../options.ts';
import { fatefulLog } from '../testing/publisher.ts';
import { SpoolInUseError } from './folder-lock.ts';
import { openSpool } from './open-spool.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'taskfold-spool-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const source = '/workers/image-7';
const texts = (spool: Spool) => spool.left.map(({ number }) => JSON.parse(spool.read(number)));

test('what is not done is there at the next start, in its order, whatever was done, compacted and closed', async () => {
  const steps = fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('append' as const), size: fc.constantFrom(1, 100, 400_000) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('done' as const),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
    ),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const at = folder();
      let spool = openSpool(at, { sync: 'never' });
      let held: { number: number; value: object }[] = [];
      for (const [index, step] of list.entries()) {
        if (step.do === 'append') {
          const value = { index, text: 'ü'.repeat(step.size) };
          held.push({ number: spool.append(JSON.stringify(value)), value });
        } else if (step.do === 'done') {
          const last = held[Math.floor(step.share * held.length)]?.number;
          if (last !== undefined) spool.done(last);
          held = held.filter(({ number }) => last === undefined || number > last);
        } else {
          await spool.close();
          spool = openSpool(at, { sync: 'never' });
          expect(texts(spool)).toEqual(held.map(({ value }) => value));
        }
        for (const { number, value } of held) expect(JSON.parse(spool.read(number))).toEqual(value);
      }
      await spool.close();
      const again = openSpool(at);
      expect(texts(again)).toEqual(held.map(({ value }) => value));
      await again.close();
      rmSync(at, { recursive: true });
    }),
    { numRuns: 40 },
  );
});

test('wherever a write was torn, every event before it is there', async () => {
  const whole = folder();
  const spool = openSpool(whole, { sync: 'always' });
  const values = ['a', 'ü "quoted" \\ and a\u2028line', '{"n":1}'].map((text, index) => ({ index, text }));
  for (const value of values) spool.append(JSON.stringify(value));
  const bytes = readFileSync(join(whole, 'events'));
  await spool.close();
  const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a);
  for (let length = 0; length <= bytes.length; length++) {
    const at = folder();
    writeFileSync(join(at, 'events'), bytes);
    truncateSync(join(at, 'events'), length);
    const torn = openSpool(at, { sync: 'never' });
    expect(texts(torn)).toEqual(values.slice(0, ends.filter((end) => end < length).length));
    torn.append('{"new":true}');
    await torn.close();
    const again = openSpool(at, { sync: 'never' });
    expect(texts(again).at(-1)).toEqual({ new: true });
    await again.close();
  }
});

test('two do not share a directory: another process, this one, one on another machine', async () => {
  const at = folder();
  const spool = openSpool(at);
  expect(() => openSpool(at)).toThrow(SpoolInUseError);
  const other = fork(join(import.meta.dirname, '../testing/hold-spool-main.ts'), [at]);
  const said = await new Promise((resolve) => other.once('message', resolve));
  expect(said).toContain(`is in use by the process ${process.pid} on ${hostname()}`);
  await spool.close();

  writeFileSync(join(at, 'lock'), JSON.stringify({ pid: 1, host: 'another', began: null, token: 'x' }));
  expect(() => openSpool(at)).toThrow('the process 1 on another');
  const longAgo = new Date(Date.now() - 61_000);
  utimesSync(join(at, 'lock'), longAgo, longAgo);
  await openSpool(at).close();
});

test('the directory of a process that was killed is taken over at once, and what it told is sent before what is new', async () => {
  const at = folder();
  const child = fork(join(import.meta.dirname, '../testing/hold-spool-main.ts'), [at]);
  await new Promise((resolve) => child.once('message', resolve));
  expect(() => openSpool(at)).toThrow(SpoolInUseError);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;

  const log = fatefulLog(['lost']);
  const reporter = createReporter({ source, publish: log.publish, spool: openSpool(at) });
  reporter.task('task_1').succeeded();
  expect(await reporter.close()).toEqual({ unsent: 0 });
  expect(log.received.map(({ type }) => type)).toEqual(['task.started', 'task.charged', 'task.succeeded']);
  const empty = openSpool(at);
  expect(empty.left).toEqual([]);
  await empty.close();
});

test('a lock whose number another process has by now is that of a dead one', async () => {
  const at = folder();
  const stale = { pid: process.pid, host: hostname(), began: 'before', token: 'x' };
  writeFileSync(join(at, 'lock'), JSON.stringify(stale));
  if (process.platform === 'linux') await openSpool(at).close();
  else expect(() => openSpool(at)).toThrow(SpoolInUseError);
});

test('what is beyond memory waits on disk, and none of it is lost', async () => {
  let isAway = true;
  const received: TaskCloudEvent[] = [];
  const at = folder();
  const reporter = createReporter({
    source,
    spool: openSpool(at, { sync: 'never' }),
    maxWaitingBytes: 10_000,
    maxRetryWaitMs: 5,
    publish: async (events) => {
      if (isAway) throw new Error('away');
      received.push(...events);
    },
  });
  const seed = 12345678901234567890n;
  for (let index = 0; index < 200; index++)
    reporter.task(`task_${index}`).succeeded({ output: { index, seed } });
  await reporter.hasRoom();
  expect(reporter.waiting).toBe(200);
  isAway = false;
  expect(await reporter.close()).toEqual({ unsent: 0 });
  expect(received.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 200 }, (_, index) => `task_${index}`),
  );
  expect(JSON.stringify(received.at(-1))).toContain('"seed":12345678901234567890');
});

test('where time is up at the end, what waits is sent after the next start with the same ids', async () => {
  const at = folder();
  const publish = async () => {
    throw new Error('away');
  };
  const first = createReporter({ source, publish, spool: openSpool(at) });
  first.task('task_1').charge('charge_1', '40');
  expect(await first.close({ timeoutMs: 1 })).toEqual({ unsent: 1 });
  const id = /"id":"(evt_[^"]+)"/.exec(readFileSync(join(at, 'events'), 'utf8'))?.[1];
  const log = fatefulLog();
  const second = createReporter({ source, publish: log.publish, spool: openSpool(at) });
  await second.close();
  expect(log.received.map((event) => event.id)).toEqual([id]);
});
