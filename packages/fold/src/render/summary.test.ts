import { EXPANDABLE_PARTS, type ExpandablePart, taskSummary } from '@taskfold/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../facts/task-facts.ts';
import { visible } from '../facts/visible-task.ts';
import { asLog, foldHistory, histories, sampleEvent } from '../testing/index.ts';
import { renderSummary, renderTask } from './task.ts';

const EXPANDABLE: readonly string[] = EXPANDABLE_PARTS;
const ALWAYS = Object.keys(taskSummary.shape).filter((key) => !EXPANDABLE.includes(key));

const created = sampleEvent('task.created', { capability: 'image', model: 'image-1' });
const tasks = histories().map((history) => {
  const { state } = foldHistory(asLog([created, ...history.map(({ event }) => event)]));
  const task = visible(factsOf(state));
  if (task === null) throw new Error('a created task is visible');
  return task;
});

describe('renderSummary', () => {
  it('says what the envelope says, of the parts that are asked for and no others', () => {
    fc.assert(
      fc.property(tasks, fc.subarray<ExpandablePart>([...EXPANDABLE_PARTS]), (task, expand) => {
        const envelope = JSON.parse(renderTask(task, { baseUrl: 'https://tasks.example.com' }));
        expect(
          taskSummary.strict().safeParse(JSON.parse(renderSummary(task, new Set(expand)))).error,
        ).toBeUndefined();
        const keys = Object.keys(envelope).filter((key) => [...ALWAYS, ...expand].includes(key));
        const summary = JSON.parse(
          renderSummary(task, new Set(expand), { baseUrl: 'https://tasks.example.com' }),
        );
        expect(Object.keys(summary)).toEqual(keys);
        expect(keys).toHaveLength(ALWAYS.length + expand.length);
        for (const key of keys) expect(summary[key]).toEqual(envelope[key]);
      }),
    );
  });
});
