/** Lets others wait for what may change. */
export interface Bell {
  /** Says that something has changed. */
  ring(): void;
  /** Resolves as soon as it is so. @throws the reason of the signal where that comes first */
  until(isSo: () => boolean, signal?: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  const watchers = new Set<() => void>();
  return {
    ring() {
      for (const watcher of watchers) watcher();
    },
    async until(isSo, signal) {
      signal?.throwIfAborted();
      if (isSo()) return;
      await new Promise<void>((resolve, reject) => {
        const end = () => {
          watchers.delete(look);
          signal?.removeEventListener('abort', abort);
        };
        const look = () => {
          if (!isSo()) return;
          end();
          resolve();
        };
        const abort = () => {
          end();
          reject(signal?.reason);
        };
        watchers.add(look);
        signal?.addEventListener('abort', abort);
      });
    },
  };
}
