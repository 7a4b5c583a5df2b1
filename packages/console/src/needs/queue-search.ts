import { type DaysSearch, readDays } from '../time/periods.ts';
import { QUEUES, type QueueName } from './need-kinds.ts';

/** Which queue is looked at, and of which days, as the address of the page has it. */
export interface QueueSearch extends DaysSearch {
  readonly queue?: QueueName;
}

export function readQueueSearch(parameters: Readonly<Record<string, unknown>>): QueueSearch {
  const queue = QUEUES.find((each) => each === parameters.queue);
  return { ...(queue === undefined ? {} : { queue }), ...readDays(parameters) };
}
