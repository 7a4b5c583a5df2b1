import { z } from 'zod';

const days = (standard: number, what: string) =>
  z.coerce
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(standard)
    .meta({ description: `Days that ${what}; 0 for ever.` });

/** What the role `retention` reads from its environment. */
export const RETENTION_VARIABLES = {
  RETENTION_TASKS_DAYS: days(0, 'ended tasks are kept after the last event that changed them'),
  RETENTION_TIMELINE_DAYS: days(0, 'what became of each event is kept, by whole months'),
  RETENTION_CHANGES_DAYS: days(
    30,
    'changes are kept, by whole months: what cursors of feeds may lie behind. Those that are not published stay',
  ),
  RETENTION_ATTEMPTS_DAYS: days(90, 'attempts of callbacks are kept, by whole months'),
  RETENTION_DEAD_LETTERS_DAYS: days(
    30,
    'bytes of dead letters are kept once they are published; their positions and codes stay',
  ),
  RETENTION_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(3600)
    .meta({ description: 'Seconds between two runs of retention.' }),
  RETENTION_RUN_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(60)
    .meta({ description: 'Seconds after which a run of retention leaves the rest to the next one.' }),
  RETENTION_BATCH: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .meta({ description: 'Rows that retention removes in one transaction at most.' }),
} as const;
