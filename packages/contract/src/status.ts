/** A task's status only rises along this order; the three terminal ones are equals. */
export const TASK_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TERMINAL_STATUSES = ['succeeded', 'failed', 'canceled'] as const;
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

export const CALLBACK_STATUSES = ['pending', 'retrying', 'delivered', 'failed'] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

export const SETTLEMENTS = ['estimated', 'settling', 'final'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

export const CANCEL_OUTCOMES = ['pending', 'confirmed', 'lost_race'] as const;
export type CancelOutcome = (typeof CANCEL_OUTCOMES)[number];
