import type { Logger } from 'pino';
import type { Health } from '../health/health.ts';
import { type ProcessPort, thisProcess } from './process-port.ts';
import { createReleases, type Release } from './releases.ts';

export interface LifecycleOptions {
  readonly logger: Logger;
  /** Made not ready as soon as the stop begins. */
  readonly health?: Health;
  /** From the beginning of the stop to the forced exit. */
  readonly timeoutMs?: number;
  /** For `main` to return after the stop began, and for each release. */
  readonly stepTimeoutMs?: number;
  readonly process?: ProcessPort;
}

export interface Lifecycle {
  /** Aborted when the stop begins. */
  readonly signal: AbortSignal;
  /**
   * Registers what ends a resource, right after the resource was made. Releases run in reverse order, each with a
   * limited time. One that is registered while the process stops is run, too.
   */
  onRelease(name: string, release: Release): void;
  /** Begins the stop; the exit code will be 0 unless something fails on the way. Repeated calls change nothing. */
  stop(reason: string): void;
  /** Begins the stop because of an error; the exit code will be 1. */
  fail(error: unknown): void;
  /**
   * Runs `main` until it returns, throws, or a signal or a fatal error stops it; then releases everything and exits the
   * process. `main` of a service ends with `await untilAborted(signal)`.
   *
   * @returns the exit code, for callers whose process port does not exit
   */
  run(main: (signal: AbortSignal) => Promise<void>): Promise<number>;
}

/** Terminals and npm both pass one Ctrl-C on, so that a process gets it twice within moments. */
const SAME_INTERRUPT_MS = 200;

/**
 * The life of a process:
 *
 *   starting/running --(main returns)--------> stopping (exit code 0)
 *                    --(SIGTERM, SIGINT, stop)--> stopping (exit code 0)
 *                    --(main throws, fail, uncaught error)--> stopping (exit code 1)
 *   stopping: readiness false, signal aborted, main returns, releases in reverse order
 *            --(all released)----------------> exit with the code; 1 if a release failed
 *            --(second signal, time is up)---> exit 1
 */
export function createLifecycle({
  logger,
  health,
  timeoutMs = 25_000,
  stepTimeoutMs = 10_000,
  process: port = thisProcess(),
}: LifecycleOptions): Lifecycle {
  const controller = new AbortController();
  const releases = createReleases({ logger, eachTimeoutMs: stepTimeoutMs });
  const stopBegun = Promise.withResolvers<void>();
  let exitCode = 0;
  let running: Promise<number> | undefined;

  function beginStop(reason: string): void {
    if (controller.signal.aborted) return;
    logger.info({ reason }, 'stopping');
    health?.beginStop();
    controller.abort(new Error(`stopping: ${reason}`));
    stopBegun.resolve();
  }

  function fail(error: unknown): void {
    exitCode = 1;
    logger.fatal({ err: error }, 'failed');
    beginStop('failure');
  }

  async function settle(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
    try {
      await main(controller.signal);
      beginStop('done');
    } catch (error) {
      // A start that was broken off by the stop rejects with the reason of the stop, or with what it led to.
      if (controller.signal.aborted) logger.debug({ err: error }, 'broken off');
      else fail(error);
    }
  }

  async function run(main: (signal: AbortSignal) => Promise<void>): Promise<number> {
    let firstSignal: { readonly name: string; readonly at: number } | undefined;
    const exited = Promise.withResolvers<number>();
    const forceExit = (reason: string) => {
      logger.fatal({ reason }, 'forced to exit');
      port.exit(1);
      exited.resolve(1);
    };
    const offSignal = port.onSignal((name) => {
      const now = performance.now();
      const echo =
        name === 'SIGINT' && firstSignal?.name === name && now - firstSignal.at < SAME_INTERRUPT_MS;
      if (echo) return;
      if (firstSignal !== undefined) forceExit(`a second signal, ${name}`);
      firstSignal ??= { name, at: now };
      beginStop(name);
    });
    const offFatal = port.onFatal(fail);

    const settled = settle(main);
    let deadline: NodeJS.Timeout | undefined;
    const graceful = stopBegun.promise.then(async () => {
      deadline = setTimeout(() => forceExit(`the stop took longer than ${timeoutMs} ms`), timeoutMs);
      await within(settled, stepTimeoutMs);
      await releases.all().catch(() => {
        exitCode = 1;
      });
      logger.info({ exit_code: exitCode }, 'stopped');
      return exitCode;
    });
    const code = await Promise.race([graceful, exited.promise]);
    clearTimeout(deadline);
    offSignal();
    offFatal();
    port.exit(code);
    return code;
  }

  return {
    signal: controller.signal,
    onRelease: releases.add,
    stop: beginStop,
    fail,
    run(main) {
      running ??= run(main);
      return running;
    },
  };
}

async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, timeoutMs);
  await Promise.race([work, late.promise]);
  clearTimeout(timer);
}
