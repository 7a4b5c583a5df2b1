import type { z } from 'zod';

/** An event of a type as a producer would send it, without what all examples share. */
interface Example<Data> {
  readonly source: string;
  /** Of the day of the examples, in UTC. */
  readonly time: string;
  readonly data: Data;
  readonly id?: string;
  readonly traceparent?: string;
}

export const GATEWAY = '/gateways/eu-1';
export const WORKER = '/workers/image-7';
export const BILLING = '/billing';

/**
 * An event type: the schema of its `data`, and an example. Unknown fields of any event are ignored, for producers may be
 * newer than the processor: `z.object` strips them.
 */
export function eventType<Data extends z.ZodType>(data: Data, example: Example<z.input<Data>>) {
  return { data, example };
}
