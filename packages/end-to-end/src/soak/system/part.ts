import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '@taskfold/runtime';
import { type LaunchedService, launchService } from '../../harness/service.ts';

/** A process of the system that is started again whenever it ends, as something does in production. */
export interface Part {
  /** As it stands in the report: `processor 1`. */
  readonly name: string;
  /** Of the process that runs; null while there is none. */
  pid(): number | null;
  /** Where the API answers; null while there is none. */
  url(): string | null;
  /** Waits until the process that runs says that it does its work. */
  ready(signal: AbortSignal): Promise<void>;
  /** SIGKILL; it is started again after so many milliseconds. Resolves when it is gone. */
  kill(awayMs: number): Promise<void>;
  /** SIGTERM, likewise. @returns the exit code; null where a signal ended it */
  stop(awayMs: number): Promise<number | null>;
  /** SIGSTOP and, after so many milliseconds, SIGCONT. */
  freeze(forMs: number): Promise<void>;
  /** For good. */
  end(): Promise<void>;
}

export interface PartOptions {
  readonly name: string;
  readonly service: 'api' | 'processor';
  readonly env: Readonly<Record<string, string>>;
  /** Told of each line that it writes. */
  readonly onLine: (line: string) => void;
  /** Told when it ended although nobody asked for it, with its last lines. */
  readonly onUnasked: (name: string, how: string) => void;
}

const READY_INTERVAL_MS = 100;
const AGAIN_MS = 500;
const SHOWN_LINES = 3;

/** Starts it, and keeps it running. */
export function startPart({ name, service, env, onLine, onUnasked }: PartOptions): Part {
  let running: LaunchedService | null = null;
  let awayMs = 0;
  let isAsked = false;
  let isOver = false;

  async function keepRunning(): Promise<void> {
    while (!isOver) {
      await wait(awayMs);
      awayMs = AGAIN_MS;
      if (isOver) return;
      try {
        running = await launchService(service, env, onLine);
      } catch (error) {
        if (!isOver) onUnasked(name, messageOf(error));
        continue;
      }
      const { exited, log } = running;
      if (isOver) running.signal('SIGKILL');
      const code = await exited;
      running = null;
      if (!isAsked && !isOver) onUnasked(name, `exit code ${code}: ${log().slice(-SHOWN_LINES).join('\n')}`);
      isAsked = false;
    }
  }

  const keeping = keepRunning();

  async function end(signal: 'SIGKILL' | 'SIGTERM', away: number): Promise<number | null> {
    if (running === null) return null;
    isAsked = true;
    awayMs = away;
    const { exited } = running;
    running.signal(signal);
    return await exited;
  }

  return {
    name,
    pid: () => running?.pid ?? null,
    url: () => running?.url ?? null,
    async ready(signal) {
      for (;;) {
        signal.throwIfAborted();
        const url = running?.adminUrl;
        const timeout = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
        const isReady =
          url !== undefined &&
          (await fetch(`${url}/readyz`, { signal: timeout }).then(
            async (answer) => {
              await answer.body?.cancel();
              return answer.ok;
            },
            () => false,
          ));
        if (isReady) return;
        await wait(READY_INTERVAL_MS);
      }
    },
    kill: async (away) => void (await end('SIGKILL', away)),
    stop: (away) => end('SIGTERM', away),
    async freeze(forMs) {
      const frozen = running;
      frozen?.signal('SIGSTOP');
      await wait(forMs);
      frozen?.signal('SIGCONT');
    },
    async end() {
      isOver = true;
      // One that is frozen would not hear of anything else.
      running?.signal('SIGKILL');
      await keeping;
    },
  };
}
