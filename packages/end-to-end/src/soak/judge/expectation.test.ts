import { instantFromMilliseconds, type TaskSummary } from '@taskfold/contract';
import { factsOf, renderSummary, renderTask, visible } from '@taskfold/fold';
import { createRandom, foldHistory } from '@taskfold/fold/testing';
import { decodeRecord, encodeStructured, type LogRecord, partitionOf } from '@taskfold/kafka';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINDING_KINDS, Findings } from '../findings.ts';
import { Seen } from '../observers/seen.ts';
import { EVENTS_PER_LIFE, lifeOf, outgoing } from '../workload/life.ts';
import { Expectation } from './expectation.ts';
import { judgeTask } from './judge-projection.ts';

const PARTITIONS = 6;
const seeds = fc.nat();
const URL_OF_RECEIVER = 'http://127.0.0.1:1/';

/** A life as it lies in the log, and what a task looks like after each of its events. */
function logged(seed: number) {
  const life = lifeOf(`t${seed}`, createRandom(seed), URL_OF_RECEIVER);
  const partition = partitionOf(Buffer.from(life.taskId), PARTITIONS, 'murmur2');
  const began = Date.UTC(2026, 10, 1);
  const records = life.moments
    .flatMap(({ events }, at) => events.map((event) => outgoing(life.taskId, event, began + at * 1000)))
    .map((event, offset): LogRecord => {
      const { key, value, headers } = encodeStructured(event);
      const bytes = Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, Buffer.from(text ?? '')]),
      );
      return {
        topic: 'task.events',
        partition,
        offset,
        timestampMs: began + 100_000 + offset,
        key,
        value,
        headers: bytes,
      };
    });
  const { results } = foldHistory(
    records.map((record) => {
      const decoded = decodeRecord(record, { partitionCount: PARTITIONS, partitioner: 'murmur2' });
      if (decoded.kind !== 'event') throw new Error(`${decoded.kind}: ${JSON.stringify(decoded)}`);
      return { event: decoded.event, recordTime: instantFromMilliseconds(record.timestampMs) };
    }),
  );
  const views = results.map(({ state }) => visible(factsOf(state))).filter((view) => view !== null);
  return { life, records, results, views };
}

function foundWhenSeen(seed: number, see: (seen: Seen) => void) {
  const { records, life } = logged(seed);
  const [seen, findings] = [new Seen(), new Findings()];
  see(seen);
  const expectation = new Expectation(PARTITIONS, seen, findings);
  for (const record of records) expectation.take(record);
  expectation.judgeUnknownRevisions();
  return { findings, expectation, life };
}

describe('the fold of the log, held against what was seen', () => {
  test('what the fold makes is right, and every life ends as it says', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { views } = logged(seed);
        const { findings, expectation, life } = foundWhenSeen(seed, (seen) => {
          for (const view of views) {
            seen.note('task', view.task_id, view.revision, JSON.parse(renderTask(view)));
            seen.note('summary', view.task_id, view.revision, JSON.parse(renderSummary(view, new Set())));
          }
        });
        expect(findings.list()).toEqual([]);
        const facts = views.at(-1);
        expect(`task.${facts?.status}`).toBe(life.end);
        expect(facts?.settlement).toBe('final');
        expect([...expectation.entries.values()].map(({ size }) => size)).toEqual([
          logged(seed).records.length,
        ]);
      }),
    );
  });

  test('a state that is other than the fold, or of a revision that never was, is wrong', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), (seed, which) => {
        const { views } = logged(seed);
        const view = views[which % views.length];
        if (view === undefined) throw new Error('a life has views');
        const state = { ...JSON.parse(renderTask(view)), updated_at: 'another time' };
        const other = foundWhenSeen(
          seed,
          (seen) => void seen.note('task', view.task_id, view.revision, state),
        );
        expect(other.findings.count('wrong', 'states')).toBe(1);
        const never = foundWhenSeen(seed, (seen) => void seen.note('summary', view.task_id, 1000, {}));
        expect(never.findings.count('wrong', 'states')).toBe(1);
      }),
    );
  });
});

test('what an answer counts too much is doubled, what it counts too little lost, what is otherwise other wrong', () => {
  const { views } = logged(7);
  const view = views.at(-1);
  if (view === undefined) throw new Error('a life has views');
  const right: TaskSummary = JSON.parse(renderSummary(view, new Set(['usage', 'billing'])));
  const judged = (change: Partial<TaskSummary>) => {
    const findings = new Findings();
    judgeTask({ ...right, ...change }, right, findings);
    return FINDING_KINDS.filter((kind) => findings.count(kind) > 0);
  };
  const { billing, usage } = right;
  if (!billing || !usage) throw new Error('a whole life has usage and billing');
  expect(judged({})).toEqual([]);
  expect(judged({ usage: { ...usage, image_count: usage.image_count * 2 } })).toEqual(['doubled']);
  expect(judged({ billing: { ...billing, charged_credits: '0.0000' } })).toEqual(['lost']);
  expect(judged({ revision: right.revision - 1 })).toEqual(['lost']);
  expect(judged({ status: 'running' })).toEqual(['wrong']);
});

test('lives have as many events as the rate counts on', () => {
  const lives = Array.from({ length: 3000 }, (_none, seed) =>
    lifeOf('t', createRandom(seed), URL_OF_RECEIVER),
  );
  const events = lives.flatMap(({ moments }) => moments.flatMap((moment) => moment.events)).length;
  expect(events / lives.length / EVENTS_PER_LIFE).toBeCloseTo(1, 1);
});
