import type { CallbackAttempt, Task, TaskEvent } from '@taskfold/client';

/** A part of a task's life, as shares of its whole length: 0 is its beginning, 1 the end of the drawing. */
interface Span {
  readonly kind: 'queued' | 'running' | 'stage' | 'callback';
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly milliseconds: number;
  readonly tone: 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';
}

export interface Life {
  /** One line of the drawing after the other. */
  readonly spans: readonly Span[];
  readonly milliseconds: number;
  /** Where on the way marks of time stand, with what they say in milliseconds. */
  readonly ticks: readonly { readonly at: number; readonly milliseconds: number }[];
}

/** Milliseconds that fit between two marks, to be read at a glance. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((step) => [step, step * 1000]);
const LONG_STEPS = [60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800].map(
  (step) => step * 1000,
);
const ALL_STEPS = [...STEPS.filter((step) => step < 60_000), ...LONG_STEPS].toSorted((a, b) => a - b);
const MOST_TICKS = 6;
const MOST_STAGES = 12;

/** The life of a task to scale: the wait, the work, its stages, and every attempt to tell the caller. */
export function lifeOf(
  task: Pick<Task, 'status' | 'created_at' | 'started_at' | 'completed_at'>,
  events: readonly TaskEvent[],
  attempts: readonly CallbackAttempt[],
  now: number,
): Life {
  const begin = Date.parse(task.created_at);
  const ended = task.completed_at === null ? null : Date.parse(task.completed_at);
  const workEnd = ended ?? Math.max(now, begin);
  const lastAttempt = Math.max(0, ...attempts.map((each) => Date.parse(each.started_at) + each.duration_ms));
  const end = Math.max(workEnd, lastAttempt, begin + 1);
  const share = (time: number) => Math.min(Math.max((time - begin) / (end - begin), 0), 1);
  const span = (kind: Span['kind'], label: string, from: number, to: number, tone: Span['tone']): Span => ({
    kind,
    label,
    from: share(from),
    to: share(Math.max(from, to)),
    milliseconds: Math.max(0, to - from),
    tone,
  });
  const started = task.started_at === null ? null : Date.parse(task.started_at);
  const workTone = task.status === 'queued' ? 'queued' : task.status;
  const spans = [
    span(
      'queued',
      'queued',
      begin,
      started ?? workEnd,
      started === null && ended !== null ? workTone : 'queued',
    ),
    ...(started === null
      ? []
      : [
          span(
            'running',
            task.status === 'running' ? 'running' : `running, then ${task.status}`,
            started,
            workEnd,
            workTone,
          ),
        ]),
    ...stagesOf(events, workEnd).map(([stage, from, to]) => span('stage', stage, from, to, 'running')),
    ...attempts.map((each) => {
      const from = Date.parse(each.started_at);
      const label = `callback ${each.attempt}: ${each.outcome}`;
      return span(
        'callback',
        label,
        from,
        from + each.duration_ms,
        each.outcome === 'delivered' ? 'succeeded' : 'failed',
      );
    }),
  ];
  return { spans, milliseconds: end - begin, ticks: ticksOf(end - begin) };
}

type Stage = readonly [name: string, from: number, to: number];

/** Each stage from the first event that names it to the first that names the next. */
function stagesOf(events: readonly TaskEvent[], end: number): readonly Stage[] {
  const begun: { readonly name: string; readonly from: number }[] = [];
  for (const { type, changed, time } of events) {
    const stage = changed?.stage ?? changed?.stage_started;
    if (type !== 'task.progressed' || typeof stage !== 'string' || begun.some(({ name }) => name === stage))
      continue;
    begun.push({ name: stage, from: Date.parse(time) });
  }
  const inOrder = begun.toSorted((a, b) => a.from - b.from).slice(0, MOST_STAGES);
  return inOrder.map(({ name, from }, index) => [
    name,
    from,
    Math.min(inOrder[index + 1]?.from ?? end, Math.max(end, from)),
  ]);
}

function ticksOf(length: number): Life['ticks'] {
  const step = ALL_STEPS.find((each) => length / each <= MOST_TICKS) ?? length;
  const count = Math.floor(length / step);
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index * step) / length,
    milliseconds: index * step,
  }));
}
