import { Taskfold } from '@taskfold/client';
import { createReporter } from '@taskfold/client/reporter';
import { closeOnExit, openSpool } from '@taskfold/client/reporter/node';

const { API = 'http://127.0.0.1:8080', KEY = '', TASK_ID = 'task_1', SPOOL = './spool' } = process.env;

const taskfold = new Taskfold({ apiKey: KEY, baseUrl: API });
const reporter = createReporter({
  source: '/workers/image-7',
  // What is told is kept here until it has arrived, also when this process is killed.
  spool: openSpool(SPOOL),
  publish: (events, options) => taskfold.events.publish(events, options),
  onRefused: ({ type, subject }, { message }) => process.stderr.write(`${type} of ${subject}: ${message}\n`),
});
closeOnExit(reporter);

const task = reporter.task(TASK_ID, { attempt: 1 });
task.created({ capability: 'image.generate', model: 'aurora-xl' }, { id: `${TASK_ID}-created` });
task.started();
// As often as you like: the first is sent at once, then the latest of each second.
for (let step = 1; step <= 40; step++) task.progress(step * 2.5, 'denoise', `Step ${step} of 40`);
// Named by what was measured: a worker that does the same task again does not count it twice.
task.usage({ image_count: 1 }, { id: `${TASK_ID}-image` });
task.charge('charge_1', '40');
task.succeeded({ output: { url: 'https://cdn.example.com/8e.png' } });
