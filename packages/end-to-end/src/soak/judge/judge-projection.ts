import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { EXPANDABLE_PARTS, type TaskSummary } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';
import { factsOf, renderSummary, visible } from '@taskfold/fold';
import type { AskApi } from '../api/api-client.ts';
import type { Findings } from '../findings.ts';
import { TENANT } from '../workload/life.ts';
import type { Expectation } from './expectation.ts';

const ALL_PARTS = new Set(EXPANDABLE_PARTS);

/** Holds what the API lists of every task, with all its parts, against the fold of the log. */
export async function judgeAnswers(ask: AskApi, expectation: Expectation, findings: Findings): Promise<void> {
  const missing = new Set(
    [...expectation.tasks].filter(([, { state }]) => state.creation !== null).map(([taskId]) => taskId),
  );
  let cursor: string | null = '';
  while (cursor !== null) {
    const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await asked(ask, `/v1/tasks?limit=100&order=asc&expand=all${from}`);
    if (answer?.status !== 200)
      throw new Error(`the list of tasks cannot be read: ${answer?.status} ${answer?.text}`);
    const page: { readonly data: readonly TaskSummary[]; readonly next_cursor: string | null } = JSON.parse(
      answer.text,
    );
    for (const shown of page.data) {
      const task = expectation.tasks.get(shown.task_id);
      const view = task === undefined ? null : visible(factsOf(task.state));
      if (view === null) {
        findings.add('wrong', 'answers', `${shown.task_id}: is shown, and the log has no creation of it`);
        continue;
      }
      if (!missing.delete(shown.task_id)) {
        findings.add('doubled', 'answers', `${shown.task_id}: is listed twice`);
      }
      judgeTask(shown, JSON.parse(renderSummary(view, ALL_PARTS)), findings);
    }
    cursor = page.next_cursor;
  }
  for (const taskId of missing)
    findings.add('lost', 'answers', `${taskId}: is in the log, and is not listed`);
}

const TRIES = 10;
const AGAIN_MS = 1000;

/** Nothing is broken any more, but what was may need a moment. */
async function asked(ask: AskApi, path: string): ReturnType<AskApi> {
  for (let tries = 1; ; tries++) {
    const answer = await ask(path);
    if (answer?.status === 200 || tries === TRIES) return answer;
    await wait(AGAIN_MS);
  }
}

const SUMS: readonly (readonly [string, (task: TaskSummary) => unknown])[] = [
  ['charged', (task) => task.billing?.charged_credits],
  ['refunded', (task) => task.billing?.refunded_credits],
  ['usage in credits', (task) => task.usage?.credits],
  ['images', (task) => task.usage?.image_count],
  ['output tokens', (task) => task.usage?.output_tokens],
  ['revision', (task) => task.revision],
];

/** What differs is doubled where it counts more than it should, lost where it counts less, and wrong else. */
export function judgeTask(shown: TaskSummary, right: TaskSummary, findings: Findings): void {
  if (isDeepStrictEqual(shown, right)) return;
  for (const [name, sumOf] of SUMS) {
    const [found, expected] = [Number(sumOf(shown) ?? 0), Number(sumOf(right) ?? 0)];
    if (found === expected) continue;
    findings.add(
      found > expected ? 'doubled' : 'lost',
      'answers',
      `${right.task_id}: ${name} is ${found}, by the log ${expected}`,
    );
    return;
  }
  const keys = (Object.keys(right) as (keyof TaskSummary)[]).filter(
    (key) => !isDeepStrictEqual(shown[key], right[key]),
  );
  findings.add('wrong', 'answers', `${right.task_id}: other than the fold of the log in ${keys.join(', ')}`);
}

interface TimelineRow {
  readonly task_id: string;
  readonly log_offset: number;
  readonly disposition: string;
  readonly revision: number;
}

/** Holds what was noted of every record of the log against what the fold makes of it: each once, with the same outcome. */
export async function judgeTimeline(pool: Pool, expectation: Expectation, findings: Findings): Promise<void> {
  for (const [partition, entries] of expectation.entries) {
    const { rows } = await pool.query<TimelineRow>(
      'SELECT task_id, log_offset, disposition, revision FROM timeline WHERE tenant_id = $1 AND kafka_partition = $2',
      [TENANT, partition],
    );
    const missing = new Set(entries.keys());
    for (const { task_id: taskId, log_offset: offset, disposition, revision } of rows) {
      const expected = entries.get(offset);
      const where = `${taskId}: offset ${offset} of partition ${partition}`;
      if (expected === undefined) findings.add('wrong', 'timeline', `${where} is noted, and not in the log`);
      else if (!missing.delete(offset)) findings.add('doubled', 'timeline', `${where} was folded twice`);
      else if (!isDeepStrictEqual({ taskId, disposition, revision }, expected)) {
        const should = `${expected.disposition} as revision ${expected.revision}`;
        findings.add(
          'wrong',
          'timeline',
          `${where} was ${disposition} as revision ${revision}, by the log ${should}`,
        );
      }
    }
    for (const offset of missing) {
      const taskId = entries.get(offset)?.taskId;
      findings.add(
        'lost',
        'timeline',
        `${taskId}: offset ${offset} of partition ${partition} was never folded`,
      );
    }
  }
}

/** What should not be there at all after lives that are in order: dead letters, halts, records elsewhere than they belong. */
export async function judgeLeftovers(pool: Pool, findings: Findings): Promise<void> {
  for (const table of ['dead_letters', 'partition_halts', 'rekeyed_records']) {
    const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::float8 AS count FROM ${table}`);
    if (rows[0]?.count !== 0) findings.add('wrong', table.replace('_', ' '), `there are ${rows[0]?.count}`);
  }
}
