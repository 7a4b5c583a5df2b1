import type { KafkaClient } from '@taskfold/kafka';
import type { LocalStack } from '@taskfold/local-state';
import { messageOf, retry, sleep } from '@taskfold/runtime';
import { SCENARIOS } from './scenarios/index.ts';
import { type ScheduledRecord, scenarioTaskId, schedule } from './schedule.ts';

const RETRY_MS = 1_000;
const VISIBLE_TIMEOUT_MS = 20_000;
const VISIBLE_INTERVAL_MS = 50;

export interface DemoOptions {
  readonly stack: LocalStack;
  readonly kafka: KafkaClient;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string, kind: 'warn' | 'good') => void;
}

export interface Demo {
  /** Publishes what is due at the beginning. @returns the id of a task that can be asked for now */
  begin(): Promise<string | undefined>;
  /** Publishes the rest as it falls due, until the end or the signal; never rejects. */
  run(): Promise<void>;
}

/** The demonstration: tasks reach the system through Kafka alone, as those of any producer do. */
export function createDemo({ stack, kafka, signal, onNotice }: DemoOptions): Demo {
  const producer = kafka.producer();
  const runId = Date.now().toString(36);
  const startMs = Date.now();
  const records = schedule({
    scenarios: SCENARIOS,
    tenants: { first: stack.tenant_id, second: stack.second_tenant_id },
    runId,
    startMs,
  });
  let next = 0;

  function takeDue(): ScheduledRecord[] {
    const elapsed = (Date.now() - startMs) / 1000;
    const from = next;
    while ((records[next]?.at ?? Number.POSITIVE_INFINITY) <= elapsed) next++;
    return records.slice(from, next);
  }

  /** Events keep their order; a repeat is a duplicate, which the fold knows. */
  async function publish(due: readonly ScheduledRecord[]): Promise<void> {
    for (let told = false; due.length > 0; told = true) {
      try {
        await producer.send(
          stack.topic_events,
          due.map(({ record }) => record),
          signal,
        );
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!told) onNotice(`The demonstration waits for Kafka: ${messageOf(error)}`, 'warn');
        await sleep(RETRY_MS, signal);
      }
    }
  }

  return {
    async begin() {
      await publish(takeDue());
      const first = SCENARIOS[0];
      if (first === undefined) return undefined;
      const taskId = scenarioTaskId(first, runId);
      await untilVisible(`${stack.api_url}/v1/tasks/${taskId}`, stack.api_key, signal);
      return taskId;
    },
    async run() {
      try {
        for (;;) {
          const upcoming = records[next];
          if (upcoming === undefined) break;
          await sleep(Math.max(0, startMs + upcoming.at * 1000 - Date.now()), signal);
          await publish(takeDue());
        }
        onNotice('The demonstration is over; the tasks stay.', 'good');
      } catch {
        // Broken off by the stop.
      } finally {
        await producer.close().catch(() => {});
      }
    },
  };
}

/** @throws when the task does not appear in time; until then the API may be away, too, for it is started again when it ends */
async function untilVisible(url: string, apiKey: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + VISIBLE_TIMEOUT_MS;
  const look = async () => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` }, signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the API answers ${response.status}`);
  };
  const onFailure = (error: unknown) => {
    if (performance.now() > deadline)
      throw new Error(`A published task does not appear at ${url}: ${messageOf(error)}.`);
  };
  await retry(look, { signal, baseMs: VISIBLE_INTERVAL_MS, maxMs: VISIBLE_INTERVAL_MS, onFailure });
}
