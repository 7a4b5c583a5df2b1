import type { EventAttributes, EventBuilders, EventDataByType, TaskCloudEvent } from '../generated/events.ts';

type DataOf<Type extends keyof EventDataByType> = EventDataByType[Type];

/**
 * Tells what happens to one task. Nothing here waits, and nothing throws but for what no system would take. Who may come to tell the
 * same again, gives it the same `id` each time, and the `time` at which it happened.
 *
 * @throws InvalidEventError where a value is not what the contract says, each of its methods likewise
 */
export interface TaskReporter {
  readonly taskId: string;
  /** A caller was given this task: it is visible from here on. */
  created(data: DataOf<'task.created'>, attributes?: EventAttributes): void;
  started(data?: DataOf<'task.started'>, attributes?: EventAttributes): void;
  /**
   * How far it is. Of what is told in quick succession the latest counts.
   *
   * @param percent 0 to 100; what is outside counts as the nearer of them
   * @param stage what the work is in; that of the last call where it is absent
   */
  progress(percent: number, stage?: string, message?: string, attributes?: EventAttributes): void;
  /** A partial output, in the place of the one before it. */
  output(output: Readonly<Record<string, unknown>>): void;
  warn(code: string, message: string, field?: string, attributes?: EventAttributes): void;
  /**
   * What was used; records add up.
   *
   * @param attributes an `id` that is derived from what was measured keeps a worker that does the same again from counting it twice
   */
  usage(data: DataOf<'task.usage_recorded'>, attributes?: EventAttributes): void;
  /**
   * Credits were taken.
   *
   * @param entry identifies the charge within the task: the same again counts once
   * @param amount a decimal text such as `"1.25"`
   */
  charge(
    entry: string,
    amount: string,
    more?: { readonly estimated?: boolean },
    attributes?: EventAttributes,
  ): void;
  /** Credits were given back, likewise. */
  refund(entry: string, amount: string, more?: { readonly reason?: string }): void;
  /** Billing is done with the task. */
  settled(): void;
  succeeded(data?: DataOf<'task.succeeded'>, attributes?: EventAttributes): void;
  /** It failed for good. A worker that will try again does not say so. */
  failed(error: DataOf<'task.failed'>['error'], attributes?: EventAttributes): void;
  canceled(data?: DataOf<'task.canceled'>, attributes?: EventAttributes): void;
}

export interface TaskOptions {
  /** Which attempt at the task this is, counted from 1; `started` says it. */
  readonly attempt?: number;
}

export function createTaskReporter(
  taskId: string,
  { attempt }: TaskOptions,
  events: EventBuilders,
  tell: (event: TaskCloudEvent) => void,
): TaskReporter {
  let lastStage: string | undefined;
  return {
    taskId,
    created: (data, attributes) => tell(events.created(taskId, data, attributes)),
    started: (data = {}, attributes) =>
      tell(events.started(taskId, { ...(attempt === undefined ? {} : { attempt }), ...data }, attributes)),
    progress(percent, stage = lastStage, message, attributes) {
      const data = { percent: Math.min(Math.max(percent, 0), 100), ...given({ stage, message }) };
      tell(events.progressed(taskId, data, attributes));
      lastStage = stage;
    },
    output: (output) => tell(events.outputUpdated(taskId, { output })),
    warn: (code, message, field, attributes) =>
      tell(events.warned(taskId, { warnings: [{ code, message, ...given({ field }) }] }, attributes)),
    usage: (data, attributes) => tell(events.usageRecorded(taskId, data, attributes)),
    charge: (entry, amount, more, attributes) =>
      tell(events.charged(taskId, { entry_id: entry, amount_credits: amount, ...more }, attributes)),
    refund: (entry, amount, more) =>
      tell(events.refunded(taskId, { entry_id: entry, amount_credits: amount, ...more })),
    settled: () => tell(events.billingSettled(taskId)),
    succeeded: (data, attributes) => tell(events.succeeded(taskId, data, attributes)),
    failed: (error, attributes) => tell(events.failed(taskId, { error }, attributes)),
    canceled: (data, attributes) => tell(events.canceled(taskId, data, attributes)),
  };
}

/** Without what is absent. */
function given<Values extends Readonly<Record<string, string | undefined>>>(
  values: Values,
): { [Name in keyof Values]?: string } {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof Values]?: string };
}
