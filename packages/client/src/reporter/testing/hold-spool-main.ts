import { createReporter } from '../create-reporter.ts';
import { openSpool } from '../node/open-spool.ts';

// A worker that tells something, sends nothing, and stays: for tests that kill it. It says when it is ready, or why it is not.

try {
  const reporter = createReporter({
    source: '/workers/image-7',
    publish: () => new Promise(() => {}),
    spool: openSpool(process.argv[2] ?? ''),
  });
  const task = reporter.task('task_1');
  task.started();
  task.progress(42);
  task.charge('charge_1', '40');
  setInterval(() => {}, 60_000);
  process.send?.('ready');
} catch (error) {
  process.send?.(String(error));
}
