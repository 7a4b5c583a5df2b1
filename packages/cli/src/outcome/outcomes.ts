/** How a command may end: exit codes, for programs. Help, documentation and tests are made from this table. */
export const OUTCOMES = {
  done: { code: 0, meaning: 'Done.' },
  failed: { code: 1, meaning: 'It failed, for a reason that the sentence on standard error names.' },
  usage: { code: 2, meaning: 'The command line, a file or a setting is not what it must be.' },
  not_found: { code: 3, meaning: 'What was asked for does not exist.' },
  not_allowed: { code: 4, meaning: 'The key is missing, is not valid, or may not do this.' },
  unavailable: { code: 5, meaning: 'The service is away, too busy or too slow: the same may succeed later.' },
  time_up: { code: 6, meaning: 'The time that was given for waiting is up.' },
  task_failed: { code: 7, meaning: 'The task that was waited for has failed.' },
  task_canceled: { code: 8, meaning: 'The task that was waited for was canceled.' },
  refused: {
    code: 9,
    meaning: 'It was refused as things are, and nothing was changed.',
  },
  interrupted: { code: 130, meaning: 'Stopped by Ctrl-C or a signal.' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type Outcome = keyof typeof OUTCOMES;
