import { messageOf } from '@taskfold/runtime';

/** Something that was started and has to be stopped. */
interface Release {
  /** As it stands in messages. */
  readonly name: string;
  /** Ends it in order. */
  stop(): Promise<unknown>;
  /** Ends it at once. */
  kill?(): void;
}

export interface Releases {
  add(release: Release): void;
  /** Stops everything, last first; one that fails does not keep the others. Returns what failed. */
  stopAll(onStop: (name: string) => void): Promise<string[]>;
  /** Kills everything that still runs. */
  killAll(): void;
}

export function createReleases(): Releases {
  const open: Release[] = [];
  const running = new Set<Release>();
  return {
    add(release) {
      open.push(release);
      running.add(release);
    },
    async stopAll(onStop) {
      const failures: string[] = [];
      for (let release = open.pop(); release !== undefined; release = open.pop()) {
        onStop(release.name);
        try {
          await release.stop();
        } catch (error) {
          failures.push(`${release.name}: ${messageOf(error)}`);
        }
        running.delete(release);
      }
      return failures;
    },
    killAll() {
      for (const release of [...running].reverse()) release.kill?.();
    },
  };
}
