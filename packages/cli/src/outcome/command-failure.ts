import type { Outcome } from './outcomes.ts';

/** Ends a command: what is printed, and the exit code. Anything else that a command throws ends it as `failed`. */
export class CommandFailure extends Error {
  readonly outcome: Outcome;

  /** @param message a sentence that says what to do; outside data in it is escaped where it is printed */
  constructor(outcome: Outcome, message: string, options?: ErrorOptions) {
    super(message, options);
    this.outcome = outcome;
  }
}
