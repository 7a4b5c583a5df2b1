import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_STAGES, type TaskState } from '../state.ts';
import { at, shuffled } from '../testing/index.ts';
import { joinStage, stageStart } from './stages.ts';

type Stages = TaskState['stages'];

const naming = fc.record({
  stage: fc.integer({ min: 0, max: 150 }).map((number) => `stage_${number}`),
  at: fc.integer({ min: 0, max: 60 }).map((seconds) => at(seconds)),
});
const namings = fc.array(naming, { minLength: 100, maxLength: 400, size: 'max' });

describe('joinStage', () => {
  it('keeps the earliest time of each stage, and the list when there is nothing new', () => {
    const once = joinStage([], 'render', at(5));
    expect(joinStage(once, 'render', at(5))).toBe(once);
    expect(joinStage(once, 'render', at(6))).toBe(once);
    expect(joinStage(once, 'render', at(4))).toEqual([{ stage: 'render', at: at(4) }]);
    expect(stageStart(once, 'render')).toBe(at(5));
    expect(stageStart(once, 'upload')).toBeNull();
  });

  it('sorts by time, then by stage', () => {
    expect(joinAll([named('b', 2), named('c', 1), named('a', 2)]).map(({ stage }) => stage)).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it('keeps the first hundred in whatever order they come, though it forgets the others', () => {
    fc.assert(
      fc.property(
        namings.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, reordered]) => {
          expect(joinAll(reordered)).toEqual(joinAll(list));
          expect(joinAll(list)).toEqual(earliestOfAll(list));
        },
      ),
    );
  });
});

function named(stage: string, second: number): Stages[number] {
  return { stage, at: at(second) };
}

function joinAll(list: Stages): Stages {
  return list.reduce<Stages>((stages, item) => joinStage(stages, item.stage, item.at), []);
}

/** The same by sorting everything that ever came. */
function earliestOfAll(list: Stages): Stages {
  const sorted = list.toSorted((left, right) =>
    `${left.at} ${left.stage}` < `${right.at} ${right.stage}` ? -1 : 1,
  );
  return sorted
    .filter(({ stage }, index) => sorted.findIndex((other) => other.stage === stage) === index)
    .slice(0, MAX_STAGES);
}
