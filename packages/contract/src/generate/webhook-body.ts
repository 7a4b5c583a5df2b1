import { z } from 'zod';
import { wireTime } from '../envelope/shapes.ts';
import { taskEnvelope } from '../envelope/task.ts';
import { callbackEvent } from '../events/callback-events.ts';

/** A task as its caller is told of it. */
export const webhookTask = taskEnvelope.omit({ input: true });

/** What each header of a callback is. It has a name, since generators leave out inline schemas of webhooks. */
export const webhookHeader = z
  .string()
  .max(1024)
  .regex(/^[\x21-\x7e ]+$/);

/** What the caller of a task is sent. */
export const webhookBody = z.object({
  type: callbackEvent.meta({ description: 'What happened.' }),
  timestamp: wireTime.meta({ description: 'When it happened.' }),
  data: webhookTask.meta({
    description: 'The task as it is at this attempt; its revision tells which of two is newer.',
  }),
});
