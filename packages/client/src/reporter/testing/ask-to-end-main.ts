import { createReporter } from '../create-reporter.ts';
import { closeOnExit } from '../node/close-on-exit.ts';

// A worker that is asked to end, for tests: what arrives at its publisher, a while after it is sent, is said to who started it. With
// the argument `alone` nothing else keeps it running.

const reporter = createReporter({
  source: '/workers/image-7',
  publish: async (events) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.send?.(events.map(({ type }) => type));
  },
});
closeOnExit(reporter);
const task = reporter.task('task_1');
task.started();
task.progress(10);
task.progress(90);
task.charge('charge_1', '40');
if (process.argv[2] === 'alone') process.channel?.unref();
else setInterval(() => {}, 60_000);
process.send?.('ready');
