import { TOPICS } from '@taskfold/contract';
import type { Pool } from '@taskfold/database';
import type { KafkaClient } from '@taskfold/kafka';
import type { ApiClient } from '../api/api-client.ts';
import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';
import type { Held } from '../observers/held.ts';
import type { CallbackReceiver } from '../observers/receive-callbacks.ts';
import type { Seen } from '../observers/seen.ts';
import { PARTITIONS } from '../system/soak-system.ts';
import type { Ledger } from '../workload/ledger.ts';
import { Expectation } from './expectation.ts';
import { judgeLog } from './judge-log.ts';
import { judgeCallbacks, judgeFollowed, judgeHeld } from './judge-observers.ts';
import { judgeAnswers, judgeLeftovers, judgeTimeline } from './judge-projection.ts';
import type { LateBounds } from './judge-told.ts';
import { judgeByVerify } from './judge-verify.ts';
import { readWholeLog } from './read-whole-log.ts';

export interface Evidence {
  readonly kafka: KafkaClient;
  readonly pool: Pool;
  readonly api: ApiClient;
  readonly env: Readonly<Record<string, string>>;
  readonly ledger: Ledger;
  readonly seen: Seen;
  readonly findings: Findings;
  readonly windows: FaultWindows;
  readonly bounds: LateBounds;
  readonly updates: Held;
  readonly feeds: readonly [polled: Held, streamed: Held];
  readonly followers: readonly [
    streams: { readonly held: Held; readonly followed: ReadonlySet<string> },
    waits: { readonly held: Held; readonly followed: ReadonlySet<string> },
  ];
  readonly receiver: CallbackReceiver;
  readonly say: (text: string) => void;
}

const PROGRESS_MS = 5000;

/** Everything that was seen, against the fold of the log; and the log, against what producers were told. */
export async function judgeAll(evidence: Evidence): Promise<void> {
  const { kafka, pool, api, ledger, findings, say } = evidence;
  const expectation = new Expectation(PARTITIONS, evidence.seen, findings);
  let told = performance.now();
  say('folding the log');
  await readWholeLog(
    kafka,
    TOPICS.events.name,
    (record) => expectation.take(record),
    (read, of) => {
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      say(`  ${read} of ${of} records`);
    },
  );
  expectation.judgeUnknownRevisions();
  for (const task of ledger.tasks.values()) {
    judgeLog(task, expectation.tasks.get(task.life.taskId)?.numbers ?? [], findings);
  }
  say('comparing answers, timeline and tables with it');
  await judgeAnswers(api.ask, expectation, findings);
  await judgeTimeline(pool, expectation, findings);
  await judgeLeftovers(pool, findings);
  await judgeByVerify(evidence.env, findings);

  const judged = { ...evidence, expectation };
  const [polled, streamed] = evidence.feeds;
  const [streams, waits] = evidence.followers;
  judgeHeld('updates', evidence.updates, true, judged);
  judgeHeld('feed by polls', polled, false, judged);
  judgeHeld('feed as a stream', streamed, false, judged);
  judgeFollowed('task streams', streams.held, streams.followed, judged);
  judgeFollowed('long polls', waits.held, waits.followed, judged);
  judgeCallbacks(evidence.receiver, judged);
}
