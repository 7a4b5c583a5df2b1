import { instantFromMilliseconds } from '@taskfold/contract';
import {
  callbackBody,
  emptyState,
  factsOf,
  fold,
  NO_RECORDS,
  type VisibleTask,
  visible,
} from '@taskfold/fold';
import { at, jsonText, sampleEvent } from '@taskfold/fold/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FinishedAttempt, RecordedAttempt } from '../deliveries/record-attempts.ts';
import { createInFlight } from './in-flight.ts';
import { createRecorder } from './recorder.ts';
import { createSecretCache } from './secret-cache.ts';

test('in flight: what is free is what the caps leave, whatever comes and goes', () => {
  const caps = { total: 6, perHost: 3, perTenant: 4 };
  const steps = fc.array(
    fc.record({ host: fc.constantFrom('a', 'b'), tenantId: fc.constantFrom('x', 'y', 'z') }),
  );
  fc.assert(
    fc.property(steps, fc.nat(20), (steps, removed) => {
      const inFlight = createInFlight(caps);
      const accepted = steps.filter((step) => {
        if (inFlight.isFull(step)) return false;
        inFlight.add(step);
        return true;
      });
      for (const step of accepted.splice(0, removed)) inFlight.remove(step);
      const free = inFlight.free();
      expect(free.total).toBe(caps.total - accepted.length);
      for (const host of ['a', 'b']) {
        const held = accepted.filter((step) => step.host === host).length;
        expect(inFlight.ofHost(host)).toBe(held);
        expect(held).toBeLessThanOrEqual(caps.perHost);
        expect(free.hosts.get(host) ?? caps.perHost).toBe(caps.perHost - held);
      }
      for (const tenantId of ['x', 'y', 'z']) {
        const held = accepted.filter((step) => step.tenantId === tenantId).length;
        expect(free.tenants.get(tenantId) ?? caps.perTenant).toBe(caps.perTenant - held);
      }
    }),
  );
});

describe('the recorder', () => {
  const attemptOf = (taskId: string): FinishedAttempt => {
    const now = instantFromMilliseconds(0);
    return {
      delivery: { tenantId: 't', taskId, type: 'task.succeeded', partition: 0, leaseToken: '' },
      startedAt: now,
      finishedAt: now,
      durationMs: 1,
      outcome: 'delivered',
      error: null,
      statusCode: 200,
      detail: null,
      nextAttemptAt: null,
      responseStart: null,
    };
  };
  const recorded = ({ delivery: { tenantId, taskId, type } }: FinishedAttempt): RecordedAttempt => ({
    tenantId,
    taskId,
    type,
    attempt: 1,
  });
  const logger = { warn: () => {} };
  const never = new AbortController().signal;

  test('writes together what ends together, one transaction at a time', async () => {
    const batches: number[] = [];
    let writing = 0;
    const recorder = createRecorder({
      async write(attempts) {
        writing += 1;
        expect(writing).toBe(1);
        batches.push(attempts.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        writing -= 1;
        return attempts.map(recorded);
      },
      logger,
      signal: never,
    });
    const first = Array.from({ length: 700 }, (_, index) => recorder.record(attemptOf(`a${index}`)));
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = Array.from({ length: 50 }, (_, index) => recorder.record(attemptOf(`b${index}`)));
    expect((await Promise.all([...first, ...second])).every((attempt) => attempt?.attempt === 1)).toBe(true);
    expect(batches).toEqual([500, 250]);
  });

  test('says of an attempt whose lease was lost that it is not written', async () => {
    const recorder = createRecorder({
      write: async (attempts) => attempts.slice(1).map(recorded),
      logger,
      signal: never,
    });
    const [lost, kept] = await Promise.all([
      recorder.record(attemptOf('a')),
      recorder.record(attemptOf('b')),
    ]);
    expect([lost, kept?.taskId]).toEqual([null, 'b']);
  });

  test('waits for a database that is away, until it is told to stop', async () => {
    const stop = new AbortController();
    let tries = 0;
    let away = true;
    const recorder = createRecorder({
      async write(attempts) {
        tries += 1;
        if (away) throw new Error('away');
        return attempts.map(recorded);
      },
      logger,
      signal: stop.signal,
    });
    const written = recorder.record(attemptOf('a'));
    await expect.poll(() => tries).toBeGreaterThan(1);
    away = false;
    expect(await written).toMatchObject({ taskId: 'a' });
    away = true;
    const dropped = recorder.record(attemptOf('b'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect(await dropped).toBeNull();
  });
});

test('secrets are read once for all who ask within moments; a failure is not remembered', async () => {
  const clock = { ms: 0 };
  let reads = 0;
  let fail = false;
  const cache = createSecretCache({
    async read(tenantId) {
      reads += 1;
      if (fail) throw new Error('away');
      return [`${tenantId}-${reads}`];
    },
    maxAgeMs: 100,
    now: () => clock.ms,
  });
  expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual([['a-1'], ['a-1']]);
  clock.ms = 99;
  expect(await cache.get('a')).toEqual(['a-1']);
  clock.ms = 100;
  expect(await cache.get('a')).toEqual(['a-2']);
  fail = true;
  await expect(cache.get('b')).rejects.toThrow('away');
  fail = false;
  expect(await cache.get('b')).toEqual(['b-4']);
});

describe('callbackBody', () => {
  function view(output: string): VisibleTask {
    const events = [
      sampleEvent('task.created', {
        capability: 'c',
        model: 'm',
        input: jsonText('{"prompt":"private"}'),
        metadata: { input: '"input":{}' },
      }),
      sampleEvent('task.succeeded', { output: jsonText(output) }, { time: at(60) }),
    ] as const;
    const state = events.reduce(
      (known, event) => fold(known, event, at(61), NO_RECORDS).state,
      emptyState('tenant_a', 'task_1'),
    );
    const shown = visible(factsOf(state));
    if (shown === null) throw new Error('a created task is visible');
    return shown;
  }
  const options = {
    type: 'task.succeeded',
    eventTime: at(60, 123_456),
    publicUrl: 'https://tasks.example',
  } as const;

  test('is type, time and the task without its input', () => {
    const body = JSON.parse(callbackBody(view('{}'), options));
    expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
    expect(body).toMatchObject({ type: 'task.succeeded', timestamp: '2026-11-24T10:01:00.123Z' });
    expect(body.data).not.toHaveProperty('input');
    expect(body.data.metadata).toEqual({ input: '"input":{}' });
    expect(body.data.links.events).toBe('https://tasks.example/v1/tasks/task_1/events');
  });

  test.each([
    [20_000, false],
    [20_001, true],
  ])('with an output of %d bytes: a link? %s', (bytes, linked) => {
    const output = JSON.stringify({ text: '' });
    const filled = output.replace('""', `"${'x'.repeat(bytes - output.length)}"`);
    const { data } = JSON.parse(callbackBody(view(filled), options));
    expect(data.output).toEqual(
      linked ? { link: 'https://tasks.example/v1/tasks/task_1' } : JSON.parse(filled),
    );
  });
});
