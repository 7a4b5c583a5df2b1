import { encodeStructured, type OutgoingEvent, type OutgoingRecord } from '@taskfold/kafka';

export interface WorkloadOptions {
  readonly tasks: number;
  /** Tasks whose events are mixed with one another. */
  readonly inFlight: number;
  readonly taskIdOf: (index: number) => string;
  /** The first event of each task, for tasks whose earlier ones are known already; 0 where absent. */
  readonly firstStep?: number;
}

const PADDING = 'A lighthouse on a cliff at dusk, oil on canvas, long shadows, a single gull. '.repeat(5);
export const EVENTS_PER_TASK = 5;

/** The life of one task: created, started, two of progress, succeeded; about 600 bytes an event. */
function eventOf(taskId: string, step: number, time: string): OutgoingEvent {
  const common = {
    id: `${taskId}-${step}`,
    source: '/bench/worker',
    time,
    subject: taskId,
    tenantid: 'bench',
  };
  switch (step) {
    case 0:
      return {
        ...common,
        type: 'task.created',
        data: {
          capability: 'image.generate',
          model: 'painter-2',
          input: { prompt: PADDING },
          metadata: { order: taskId },
        },
      };
    case 1:
      return { ...common, type: 'task.started', data: { attempt: 1, resolved_model: 'painter-2-turbo' } };
    case 4:
      return {
        ...common,
        type: 'task.succeeded',
        data: { output: { url: `https://example.com/${taskId}.png`, note: PADDING } },
      };
    default:
      return {
        ...common,
        type: 'task.progressed',
        data: { percent: step * 25, stage: `stage_${step}`, message: PADDING },
      };
  }
}

/** The events below, as the processor reads them. */
export function* workload(options: WorkloadOptions): Generator<OutgoingRecord> {
  for (const event of events(options)) yield encodeStructured(event);
}

/** In log order: each task's events in their order, those of `inFlight` tasks mixed. The same every time. */
export function* events(options: WorkloadOptions): Generator<OutgoingEvent> {
  const { tasks, inFlight, taskIdOf, firstStep = 0 } = options;
  const random = lcg(42);
  const open: { taskId: string; step: number }[] = [];
  let begun = 0;
  let clock = Date.UTC(2026, 10, 1, firstStep);
  for (;;) {
    while (open.length < inFlight && begun < tasks) open.push({ taskId: taskIdOf(begun++), step: firstStep });
    if (open.length === 0) return;
    const index = Math.floor(random() * open.length);
    const task = open[index];
    if (task === undefined) return;
    clock += 1;
    yield eventOf(task.taskId, task.step, new Date(clock).toISOString());
    task.step += 1;
    if (task.step < EVENTS_PER_TASK) continue;
    const last = open.pop();
    if (last !== undefined && last !== task) open[index] = last;
  }
}

/** A generator of pseudo-random numbers in [0, 1) that is the same on every machine. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
