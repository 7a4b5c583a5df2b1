import type { Instant } from '@taskfold/contract';
import { MAX_STAGES, type TaskState } from '../state.ts';
import { insertionIndex } from './sorted-insert.ts';

type Stages = TaskState['stages'];
type Stage = Stages[number];

/**
 * Keeps the earliest time that named each stage, of the {@link MAX_STAGES} smallest by (time, stage).
 *
 * Cutting the list off keeps the join independent of order: a stage is dropped only when enough smaller ones are kept,
 * and what is kept only gets smaller. A later naming of a dropped stage either is no earlier, so it is dropped again, or
 * is the earliest by itself, so nothing about the dropped one was needed.
 *
 * @returns the very same list where nothing changed.
 */
export function joinStage(stages: Stages, stage: string, at: Instant): Stages {
  const known = stages.findIndex((item) => item.stage === stage);
  if (known !== -1 && (stages[known]?.at ?? at) <= at) return stages;
  const others = known === -1 ? stages : stages.toSpliced(known, 1);
  const entry = { stage, at };
  const index = insertionIndex(others, entry, compareStages);
  if (index >= MAX_STAGES) return stages;
  return others.toSpliced(index, 0, entry).slice(0, MAX_STAGES);
}

/** When a stage was first named, or null where that is not kept. */
export function stageStart(stages: Stages, stage: string): Instant | null {
  return stages.find((item) => item.stage === stage)?.at ?? null;
}

function compareStages(left: Stage, right: Stage): number {
  if (left.at !== right.at) return left.at < right.at ? -1 : 1;
  if (left.stage !== right.stage) return left.stage < right.stage ? -1 : 1;
  return 0;
}
