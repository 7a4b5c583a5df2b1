import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHealth } from '../health/health.ts';
import { createLogger } from '../logger/create-logger.ts';
import { sleep, untilAborted } from '../time/sleep.ts';
import { createLifecycle } from './lifecycle.ts';
import type { ProcessPort } from './process-port.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

/** A process that is told of signals by the test and notes its exit. */
function fakeProcess() {
  const signals = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
  const fatals = new Set<(error: unknown) => void>();
  const exits: number[] = [];
  const port: ProcessPort = {
    onSignal(listener) {
      signals.add(listener);
      return () => signals.delete(listener);
    },
    onFatal(listener) {
      fatals.add(listener);
      return () => fatals.delete(listener);
    },
    exit: (code) => void exits.push(code),
  };
  return {
    port,
    exits,
    listeners: () => signals.size + fatals.size,
    signal: (name: 'SIGINT' | 'SIGTERM') => {
      for (const listener of [...signals]) listener(name);
    },
    fatal: (error: unknown) => {
      for (const listener of [...fatals]) listener(error);
    },
  };
}

function setUp() {
  const fake = fakeProcess();
  const health = createHealth();
  health.setReady('test', true);
  const lifecycle = createLifecycle({ logger, health, process: fake.port });
  return { fake, health, lifecycle };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the end of main', () => {
  test('releases in reverse order and exits with 0', async () => {
    const { fake, lifecycle } = setUp();
    const released: string[] = [];
    const code = await lifecycle.run(async () => {
      lifecycle.onRelease('first', () => void released.push('first'));
      lifecycle.onRelease('second', () => void released.push('second'));
    });
    expect(code).toBe(0);
    expect(released).toEqual(['second', 'first']);
    expect(fake.exits).toEqual([0]);
    expect(fake.listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('by an error releases what a partial start has made and exits with 1', async () => {
    const { fake, lifecycle } = setUp();
    const released: string[] = [];
    const code = await lifecycle.run(async () => {
      lifecycle.onRelease('first', () => void released.push('first'));
      throw new Error('the second could not be made');
    });
    expect(code).toBe(1);
    expect(released).toEqual(['first']);
    expect(fake.exits).toEqual([1]);
  });

  test('run again shares the one run', async () => {
    const { lifecycle } = setUp();
    let runs = 0;
    const main = async () => {
      runs++;
    };
    await Promise.all([lifecycle.run(main), lifecycle.run(main)]);
    expect(runs).toBe(1);
  });
});

describe('a signal', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s makes not ready at once, then stops', async (name) => {
    const { fake, health, lifecycle } = setUp();
    const release = Promise.withResolvers<void>();
    const running = lifecycle.run(async (signal) => {
      lifecycle.onRelease('slow', () => release.promise);
      await untilAborted(signal);
    });
    expect(health.readiness().ok).toBe(true);
    fake.signal(name);
    expect(health.readiness().ok).toBe(false);
    expect(lifecycle.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(fake.exits).toEqual([]);
    release.resolve();
    expect(await running).toBe(0);
  });

  test('during the start releases what is there, and what is made meanwhile', async () => {
    const { fake, lifecycle } = setUp();
    const released: string[] = [];
    const running = lifecycle.run(async (signal) => {
      lifecycle.onRelease('first', () => {
        released.push('first');
        lifecycle.onRelease('late', () => void released.push('late'));
      });
      await sleep(60_000, signal);
    });
    fake.signal('SIGTERM');
    expect(await running).toBe(0);
    expect(released).toEqual(['first', 'late']);
  });

  test('that comes a second time forces the exit', async () => {
    const { fake, lifecycle } = setUp();
    const running = lifecycle.run(async (signal) => {
      lifecycle.onRelease('stuck', () => new Promise(() => {}));
      await untilAborted(signal);
    });
    fake.signal('SIGTERM');
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.exits).toEqual([]);
    fake.signal('SIGTERM');
    expect(fake.exits[0]).toBe(1);
    expect(await running).toBe(1);
  });

  test('SIGINT that comes twice within moments is one Ctrl-C', async () => {
    const { fake, lifecycle } = setUp();
    const running = lifecycle.run(async (signal) => {
      lifecycle.onRelease('stuck', () => new Promise(() => {}));
      await untilAborted(signal);
    });
    fake.signal('SIGINT');
    fake.signal('SIGINT');
    expect(fake.exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    fake.signal('SIGINT');
    expect(await running).toBe(1);
  });
});

describe('releases', () => {
  test('that fail or hang do not keep the others, and the exit code tells', async () => {
    const { lifecycle } = setUp();
    const released: string[] = [];
    let toldToHurry = false;
    const running = lifecycle.run(async () => {
      lifecycle.onRelease('last', () => void released.push('last'));
      lifecycle.onRelease('failing', async () => {
        throw new Error('x');
      });
      lifecycle.onRelease(
        'hanging',
        (signal) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              toldToHurry = true;
            });
          }),
      );
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await running).toBe(1);
    expect(released).toEqual(['last']);
    expect(toldToHurry).toBe(true);
  });

  test('never take longer than 25 seconds together', async () => {
    const { fake, lifecycle } = setUp();
    const running = lifecycle.run(async (signal) => {
      for (const name of ['a', 'b', 'c', 'd']) lifecycle.onRelease(name, () => new Promise(() => {}));
      await untilAborted(signal);
    });
    fake.signal('SIGTERM');
    await vi.advanceTimersByTimeAsync(24_999);
    expect(fake.exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.exits[0]).toBe(1);
    expect(await running).toBe(1);
  });

  test('do not wait for ever for a main that does not return', async () => {
    const { fake, lifecycle } = setUp();
    const released: string[] = [];
    const running = lifecycle.run(async () => {
      lifecycle.onRelease('first', () => void released.push('first'));
      await new Promise(() => {});
    });
    fake.signal('SIGTERM');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await running).toBe(0);
    expect(released).toEqual(['first']);
  });
});

test('fail and uncaught errors stop with 1', async () => {
  for (const cause of ['fail', 'uncaught'] as const) {
    const { fake, lifecycle } = setUp();
    const running = lifecycle.run(untilAborted);
    if (cause === 'fail') lifecycle.fail(new Error('the consumer crashed'));
    else fake.fatal(new Error('nobody caught this'));
    expect(await running).toBe(1);
  }
});

test('stop stops with 0', async () => {
  const { lifecycle } = setUp();
  const running = lifecycle.run(untilAborted);
  lifecycle.stop('the work is done');
  lifecycle.stop('again');
  expect(await running).toBe(0);
});
