import { z } from 'zod';
import { CALLBACK_STATUSES, CANCEL_OUTCOMES, SETTLEMENTS, TASK_STATUSES } from '../status.ts';

// Each is one value, so that the documents can name it.

export const taskStatus = z.enum(TASK_STATUSES);
export const callbackStatus = z.enum(CALLBACK_STATUSES);
export const settlement = z.enum(SETTLEMENTS);
export const cancelOutcome = z.enum(CANCEL_OUTCOMES);
