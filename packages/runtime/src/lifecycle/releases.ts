import type { Logger } from 'pino';

/** Ends a resource. The signal is aborted when its time is up. */
export type Release = (signal: AbortSignal) => void | Promise<void>;

interface Registered {
  readonly name: string;
  readonly release: Release;
}

export interface Releases {
  add(name: string, release: Release): void;
  /**
   * Releases everything, last in, first out; what is added meanwhile is released too. Each has a limited time, after
   * which the next one begins. Repeated calls share one promise.
   *
   * @throws the first error, after all were tried
   */
  all(): Promise<void>;
}

export function createReleases({
  logger,
  eachTimeoutMs,
}: {
  readonly logger: Logger;
  readonly eachTimeoutMs: number;
}): Releases {
  const registered: Registered[] = [];
  let running: Promise<void> | undefined;

  async function releaseAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let next = registered.pop(); next !== undefined; next = registered.pop()) {
      try {
        await releaseOne(next, eachTimeoutMs);
      } catch (error) {
        logger.error({ err: error, resource: next.name }, 'a resource was not released');
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  return {
    add(name, release) {
      registered.push({ name, release });
    },
    all() {
      running ??= releaseAll().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function releaseOne({ name, release }: Registered, timeoutMs: number): Promise<void> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`${name} was not released within ${timeoutMs} ms`);
    controller.abort(error);
    late.reject(error);
  }, timeoutMs);
  try {
    await Promise.race([release(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
