import { Socket } from 'node:net';

/** A terminal's Ctrl-C reaches us by the terminal, by npm and by the script between, within moments. */
const SAME_INTERRUPT_MS = 400;

export interface InterruptHandlers {
  /** The first signal, or the end of the process that started us. */
  onStop(reason: string): void;
  /** A second signal. */
  onForce(): void;
}

/** Listens to SIGINT, SIGTERM, SIGHUP and, when the environment names its descriptor, to the pipe of the parent. */
export function listenToInterrupts({ onStop, onForce }: InterruptHandlers, env: NodeJS.ProcessEnv): void {
  let first: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const now = performance.now();
      if (first === undefined) {
        first = now;
        onStop(name);
      } else if (now - first > SAME_INTERRUPT_MS) {
        onForce();
      }
    });
  }
  const descriptor = Number(env.TASKFOLD_PARENT_PIPE);
  // The pipe is this process's alone: one that it starts has something else there, or nothing.
  delete env.TASKFOLD_PARENT_PIPE;
  if (!Number.isInteger(descriptor) || descriptor < 3) return;
  const lifeline = new Socket({ fd: descriptor, readable: true, writable: false });
  lifeline.on('error', () => {});
  lifeline.once('close', () => {
    if (first !== undefined) return;
    first = performance.now();
    onStop('the process that started this one is gone');
  });
  lifeline.resume();
  lifeline.unref();
}
