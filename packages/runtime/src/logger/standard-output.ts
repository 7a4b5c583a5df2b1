import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

const STANDARD_OUTPUT = 1;
/** How long a reader that does not keep up may hold the process, for one line. */
const PATIENCE_MS = 2000;
const PAUSE_MS = 5;

/**
 * Standard output, written line by line before the call returns. When its reader is gone, lines are dropped: the log must
 * neither end the process nor keep it. (pino's own destination repeats a write that failed with EPIPE for ever when it is
 * flushed at the exit, so a process whose parent was killed would never end.)
 */
export function standardOutput(write = writeSync): DestinationStream {
  let isGone = false;
  return {
    write(line) {
      if (isGone) return;
      const bytes = Buffer.from(line);
      const deadline = performance.now() + PATIENCE_MS;
      for (let written = 0; written < bytes.length; ) {
        try {
          written += write(STANDARD_OUTPUT, bytes, written);
        } catch (error) {
          if (codeOf(error) !== 'EAGAIN') {
            isGone = true;
            return;
          }
          if (performance.now() > deadline) return;
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
        }
      }
    },
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
