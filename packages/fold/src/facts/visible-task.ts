import type { Instant } from '@taskfold/contract';
import type { ShownFacts } from './task-facts.ts';

/** Of a task whose creation has come. Before that nobody sees it. */
export interface VisibleTask extends ShownFacts {
  readonly created_at: Instant;
  readonly capability: string;
  readonly model: string;
  readonly credits_per_usd: string;
}

/** The task as it may be shown; null while its creation has not come. */
export function visible(facts: ShownFacts): VisibleTask | null {
  return facts.created_at === null ? null : (facts as VisibleTask);
}
