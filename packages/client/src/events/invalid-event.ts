import type { EventIssue } from './check-value.ts';

/** An event that no system would take: what is said to be wrong with it is a fault of the program. */
export class InvalidEventError extends TypeError {
  override readonly name = 'InvalidEventError';
  readonly type: string;
  readonly issues: readonly EventIssue[];

  constructor(type: string, issues: readonly EventIssue[]) {
    super(`${type}: ${issues.map(({ param, message }) => `${param} ${message}`).join('; ')}`);
    this.type = type;
    this.issues = issues;
  }
}
