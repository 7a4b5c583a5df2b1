// Loaded first into each process that must not outlive the one that started it. Descriptor 3 is a pipe whose other end
// only the parent holds: when it closes, the parent is gone, even by SIGKILL, and this process ends.
import { Socket } from 'node:net';

/** For an orderly end, such as leaving the consumer group; a crash-like one loses nothing. */
const GRACE_MS = 2_000;

// What this process starts has something else there, or nothing.
delete process.env.TASKFOLD_PARENT_PIPE;

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('error', () => {});
lifeline.once('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
lifeline.resume();
lifeline.unref();
