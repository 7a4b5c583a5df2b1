export { listenToQueue, type QueueListener } from './listen-to-queue.ts';
export type { JobResult, QueueJob, QueueListenerOptions } from './options.ts';
