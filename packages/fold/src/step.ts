import type { AddedRecord, Changed, IgnoredReason, TaskState } from './state.ts';

/** What one event does to a state, before revision, record time and erasure are seen to. */
export type Step =
  | {
      readonly kind: 'applied';
      readonly patch: StatePatch;
      readonly changed: Changed;
      readonly added: AddedRecord | null;
    }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

/** The parts of a state that an event may replace; revision and update time are the dispatcher's alone. */
type StatePatch = Partial<Omit<TaskState, 'tenantId' | 'taskId' | 'revision' | 'updatedAt'>>;

export function applied(patch: StatePatch, changed: Changed, added: AddedRecord | null = null): Step {
  return { kind: 'applied', patch, changed, added };
}

export function ignored(reason: IgnoredReason): Step {
  return { kind: 'ignored', reason };
}

export const DUPLICATE: Step = { kind: 'duplicate' };
const STALE: Step = { kind: 'stale' };
export const CONFLICT: Step = { kind: 'conflict' };

/** For an event that brought nothing: it was folded before where its own key is still held, else something newer is. */
export function unchanged(isHeld: boolean): Step {
  return isHeld ? DUPLICATE : STALE;
}
