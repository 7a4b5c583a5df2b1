// Made from the contract: npm run generate.

import type { TaskCreatedData, TaskStartedData, TaskProgressedData, TaskOutputUpdatedData, TaskWarnedData, TaskUsageRecordedData, TaskChargedData, TaskRefundedData, TaskBillingSettledData, TaskCancelRequestedData, TaskSucceededData, TaskFailedData, TaskCanceledData, TaskErasedData, TaskCreated } from './topics.ts';

/** The data of each type of event that a producer may send. */
export interface EventDataByType {
  /** A task exists and waits. It is visible from here on; the first creation in the log wins. */
  readonly 'task.created': TaskCreatedData;
  /** Work on the task began. `started_at` is the earliest of these. */
  readonly 'task.started': TaskStartedData;
  /** How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100. */
  readonly 'task.progressed': TaskProgressedData;
  /** A partial output, shown until the end brings its own. */
  readonly 'task.output_updated': TaskOutputUpdatedData;
  /** Something about the task that the caller should know. */
  readonly 'task.warned': TaskWarnedData;
  /** What was used. Records add up; a correction is a further record with negative quantities and amounts. */
  readonly 'task.usage_recorded': TaskUsageRecordedData;
  /** Credits were taken for the task. */
  readonly 'task.charged': TaskChargedData;
  /** Credits were given back. */
  readonly 'task.refunded': TaskRefundedData;
  /** Billing is done with the task: its settlement is `final`. The data is empty. */
  readonly 'task.billing_settled': TaskBillingSettledData;
  /** Somebody asked for the task to end. The earliest request is shown. */
  readonly 'task.cancel_requested': TaskCancelRequestedData;
  /** The task ended well. The first end in the log stands; a later one changes nothing. */
  readonly 'task.succeeded': TaskSucceededData;
  /** The task failed, and no further attempt follows. A worker that will try again does not publish this. */
  readonly 'task.failed': TaskFailedData;
  /** The task was ended before it was done. */
  readonly 'task.canceled': TaskCanceledData;
  /** The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty. */
  readonly 'task.erased': TaskErasedData;
}

/** A type of event that a producer may send. */
export type ProducedType = keyof EventDataByType;

/** An event as CloudEvents has it, and as it is published. */
export type TaskCloudEvent<Type extends ProducedType = ProducedType> = {
  readonly [Each in Type]: Pick<
    TaskCreated,
    'specversion' | 'id' | 'source' | 'time' | 'subject' | 'traceparent' | 'tracestate' | 'apikeyid' | 'sequence'
  > & {
    readonly type: Each;
    /** The tenant that the task belongs to: in Kafka each event says it, over HTTP it is that of the key. */
    readonly tenantid?: string;
    readonly datacontenttype: 'application/json';
    readonly data: EventDataByType[Each];
  };
}[Type];

/** What an event may be given beside what happened. */
export interface EventAttributes extends Partial<Pick<TaskCreated, 'traceparent' | 'tracestate' | 'apikeyid' | 'sequence'>> {
  /** Names the event for ever, together with its source; a new one unless it is given. Derive it from what happened. */
  readonly id?: string;
  /** When it happened, RFC 3339 as a text; now unless it is given. */
  readonly time?: string | Date;
}

/** One builder for each type of event that a producer may send. */
export interface EventBuilders {
  /** `task.created`: A task exists and waits. It is visible from here on; the first creation in the log wins. */
  created(task: string, data: TaskCreatedData, attributes?: EventAttributes): TaskCloudEvent<'task.created'>;
  /** `task.started`: Work on the task began. `started_at` is the earliest of these. */
  started(task: string, data?: TaskStartedData, attributes?: EventAttributes): TaskCloudEvent<'task.started'>;
  /** `task.progressed`: How far the task is. The newest by (`time`, `source`, `id`) is shown, whatever arrives last; of a task that succeeded, its percentage as 100. */
  progressed(task: string, data?: TaskProgressedData, attributes?: EventAttributes): TaskCloudEvent<'task.progressed'>;
  /** `task.output_updated`: A partial output, shown until the end brings its own. */
  outputUpdated(task: string, data: TaskOutputUpdatedData, attributes?: EventAttributes): TaskCloudEvent<'task.output_updated'>;
  /** `task.warned`: Something about the task that the caller should know. */
  warned(task: string, data: TaskWarnedData, attributes?: EventAttributes): TaskCloudEvent<'task.warned'>;
  /** `task.usage_recorded`: What was used. Records add up; a correction is a further record with negative quantities and amounts. */
  usageRecorded(task: string, data?: TaskUsageRecordedData, attributes?: EventAttributes): TaskCloudEvent<'task.usage_recorded'>;
  /** `task.charged`: Credits were taken for the task. */
  charged(task: string, data: TaskChargedData, attributes?: EventAttributes): TaskCloudEvent<'task.charged'>;
  /** `task.refunded`: Credits were given back. */
  refunded(task: string, data: TaskRefundedData, attributes?: EventAttributes): TaskCloudEvent<'task.refunded'>;
  /** `task.billing_settled`: Billing is done with the task: its settlement is `final`. The data is empty. */
  billingSettled(task: string, attributes?: EventAttributes): TaskCloudEvent<'task.billing_settled'>;
  /** `task.cancel_requested`: Somebody asked for the task to end. The earliest request is shown. */
  cancelRequested(task: string, data?: TaskCancelRequestedData, attributes?: EventAttributes): TaskCloudEvent<'task.cancel_requested'>;
  /** `task.succeeded`: The task ended well. The first end in the log stands; a later one changes nothing. */
  succeeded(task: string, data?: TaskSucceededData, attributes?: EventAttributes): TaskCloudEvent<'task.succeeded'>;
  /** `task.failed`: The task failed, and no further attempt follows. A worker that will try again does not publish this. */
  failed(task: string, data: TaskFailedData, attributes?: EventAttributes): TaskCloudEvent<'task.failed'>;
  /** `task.canceled`: The task was ended before it was done. */
  canceled(task: string, data?: TaskCanceledData, attributes?: EventAttributes): TaskCloudEvent<'task.canceled'>;
  /** `task.erased`: The content of the task is forgotten: input, output, metadata, messages and callback address. Status, money and times stay. The data is empty. */
  erased(task: string, attributes?: EventAttributes): TaskCloudEvent<'task.erased'>;
}
