import { messageOf } from '@taskfold/runtime';

/** Something that was started and has to be stopped. */
interface StartedPart {
  /** As it stands in messages. */
  readonly name: string;
  /** Ends it in order. */
  stop(): Promise<unknown>;
  /** Ends it at once. */
  kill?(): void;
}

export interface Started {
  add(part: StartedPart): void;
  /** Stops everything, last first; one that fails does not keep the others. Returns what failed. */
  stopAll(onStop: (name: string) => void): Promise<string[]>;
  /** Kills everything that still runs. */
  killAll(): void;
}

export function createStarted(): Started {
  const open: StartedPart[] = [];
  const running = new Set<StartedPart>();
  return {
    add(part) {
      open.push(part);
      running.add(part);
    },
    async stopAll(onStop) {
      const failures: string[] = [];
      for (let part = open.pop(); part !== undefined; part = open.pop()) {
        onStop(part.name);
        try {
          await part.stop();
        } catch (error) {
          failures.push(`${part.name}: ${messageOf(error)}`);
        }
        running.delete(part);
      }
      return failures;
    },
    killAll() {
      for (const part of [...running].reverse()) part.kill?.();
    },
  };
}
