import { setTimeout as pause } from 'node:timers/promises';
import { Taskfold } from '@taskfold/client';
import { createReporter } from '@taskfold/client/reporter';
import { openSpool } from '@taskfold/client/reporter/node';

// A worker that works on one task after the other, reports over HTTP with a spool, and is killed meanwhile. It says to whoever
// started it what a call has returned for, and which task it has ended.
// worker-main.ts API KEY SPOOL FIRST-TASK ATTEMPT

const [api = '', key = '', spool = '', first = '0', attempt = '1'] = process.argv.slice(2);

const taskfold = new Taskfold({ apiKey: key, baseUrl: api });
const reporter = createReporter({
  source: '/workers/killed',
  spool: openSpool(spool),
  progressEveryMs: 5,
  maxBatch: 7,
  publish: (events, options) => taskfold.events.publish(events, options),
  onRefused: ({ type }, { message }) => process.send?.({ refused: `${type}: ${message}` }),
});

/** Told after the call has returned: from there on it must survive. */
const tell = (task: string, type: string) => process.send?.({ task, type });

for (let index = Number(first); ; index++) {
  const id = `killed_${index}`;
  // Whoever takes a task up again does not know what was told before, and tells it again.
  const task = reporter.task(id, { attempt: index === Number(first) ? Number(attempt) : 1 });
  task.created(
    { capability: 'image.generate', model: 'aurora-xl', input: { index } },
    { id: `${id}-created` },
  );
  tell(id, 'task.created');
  task.started();
  tell(id, 'task.started');
  for (let percent = 0; percent < 100; percent += 20) {
    task.progress(percent, percent < 50 ? 'load' : 'denoise');
    await pause(Math.random() * 4);
  }
  task.usage({ image_count: 1 }, { id: `${id}-usage` });
  tell(id, 'task.usage_recorded');
  task.charge('charge_1', '40');
  tell(id, 'task.charged');
  await pause(Math.random() * 4);
  task.succeeded({ output: { index } });
  tell(id, 'task.succeeded');
  process.send?.({ ended: index });
}
