import { z } from 'zod';
import { TERMINAL_STATUSES } from '../status.ts';

/** What a caller may be told of. */
export const CALLBACK_EVENTS = [
  ...TERMINAL_STATUSES.map((status) => `task.${status}` as const),
  'task.started',
  'task.settled',
] as const;
export const callbackEvent = z.enum(CALLBACK_EVENTS);
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

export const CALLBACK_OUTCOMES = ['delivered', 'retrying', 'exhausted', 'blocked', 'gone'] as const;
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];
