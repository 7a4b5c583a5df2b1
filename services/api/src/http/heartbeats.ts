import type { ServerResponse } from 'node:http';

/** Comments that keep idle streams open through whatever lies between, and let lost clients be noticed. */
export interface Heartbeats {
  /** @returns ends them for this stream */
  add(response: ServerResponse): () => void;
  close(): void;
}

const COMMENT = ':\n\n';

/** One timer for all streams, which come by turns, so that thousands are not written to in one moment. */
export function createHeartbeats({ intervalMs = 15_000, turns = 15 } = {}): Heartbeats {
  const groups = Array.from({ length: turns }, () => new Set<ServerResponse>());
  let timer: NodeJS.Timeout | undefined;
  let turn = 0;
  let joined = 0;

  function beat(): void {
    turn = (turn + 1) % turns;
    for (const response of groups[turn] ?? []) {
      // Who has not read the last events needs no sign of life, but an end, which the socket's time limit brings.
      if (!response.writableNeedDrain) response.write(COMMENT);
    }
  }

  return {
    add(response) {
      timer ??= setInterval(beat, intervalMs / turns).unref();
      joined = (joined + 1) % turns;
      const group = groups[joined];
      group?.add(response);
      return () => group?.delete(response);
    },
    close() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
