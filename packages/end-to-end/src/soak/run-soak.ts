import { TOPICS } from '@taskfold/contract';
import { createPool } from '@taskfold/database';
import { createRandom } from '@taskfold/fold/testing';
import { createKafkaClient } from '@taskfold/kafka';
import { createLogger, messageOf, sleep } from '@taskfold/runtime';
import { ApiClient } from './api/api-client.ts';
import { FaultWindows } from './faults/fault-windows.ts';
import { type InjectedFaults, injectFaults } from './faults/inject-faults.ts';
import { Findings } from './findings.ts';
import { judgeAll } from './judge/judge-all.ts';
import { callbackLatencies, heldLatencies } from './judge/latencies.ts';
import { pollFeed, streamFeed } from './observers/follow-feed.ts';
import { streamTasks, waitForTasks } from './observers/follow-tasks.ts';
import type { ObserverContext } from './observers/observer-context.ts';
import { readTasks } from './observers/read-tasks.ts';
import { receiveCallbacks } from './observers/receive-callbacks.ts';
import { Seen } from './observers/seen.ts';
import { watchUpdates } from './observers/watch-updates.ts';
import type { SoakOptions } from './options.ts';
import { waitedForCpuMs } from './report/cpu-pressure.ts';
import { sampleMemory } from './report/sample-memory.ts';
import { settle } from './settle.ts';
import type { SoakResult, Throughput } from './soak-result.ts';
import { startSoakSystem } from './system/soak-system.ts';
import { Ledger } from './workload/ledger.ts';
import { publishByApi, publishByKafka } from './workload/publishers.ts';
import { startWorkload } from './workload/workload.ts';

export interface SoakHooks {
  /** A line of the log of a process. */
  readonly onLine: (name: string, line: string) => void;
  /** A line for whoever watches. */
  readonly say: (text: string) => void;
  /** Ends the load before its time: what has been so far is judged. */
  readonly cut: AbortSignal;
}

const PROGRESS_SECONDS = 5;
const STREAMS = 10;
const WAITS = 10;
/** For lives that were begun to end, and for what was broken to be well, when no further ones begin. */
const FINISH_MS = 60_000;
const SETTLE_MS = 120_000;

/**
 * Runs the whole system under load while it is broken again and again, and judges what came of it.
 *
 * @throws where the system does not start, or does not come back
 */
export async function runSoak(options: SoakOptions, { say, onLine, cut }: SoakHooks): Promise<SoakResult> {
  const findings = new Findings();
  const windows = new FaultWindows();
  const seen = new Seen();
  const ledger = new Ledger();
  const random = (purpose: number) => createRandom(options.seed * 8 + purpose);
  await using releases = new AsyncDisposableStack();
  const receiver = await receiveCallbacks({ random: random(0), findings, windows });
  releases.defer(() => receiver.close());
  const system = await startSoakSystem({
    brokers: options.brokers,
    sabotage: options.sabotage,
    say,
    onLine,
    onUnasked(name, how) {
      const now = Date.now();
      if (windows.isCalm(now - 2000, now))
        findings.add('wrong', 'processes', `${name} ended by itself: ${how}`);
    },
  });
  releases.defer(() => system.stop());
  receiver.expect(system.secret);

  const destination = { write: (line: string) => onLine('soak', line.trimEnd()) };
  const logger = createLogger({ service: 'soak', destination });
  const kafka = createKafkaClient({ brokers: system.brokers.brokers.split(','), clientId: 'soak', logger });
  releases.defer(() => kafka.close());
  const pool = createPool({ url: system.database.url, max: 2, applicationName: 'soak' });
  pool.on('error', () => {});
  releases.defer(() => pool.end());
  const api = new ApiClient({ apis: system.apis, key: system.key, findings, windows });
  const over = new AbortController();
  releases.defer(() => over.abort(new Error('the soak has ended')));
  const context: ObserverContext = { api, findings, windows, seen, signal: over.signal };

  const updates = await watchUpdates(kafka, context);
  const polled = pollFeed(context);
  const streamed = streamFeed(context);
  const streams = streamTasks(STREAMS, context);
  const waits = waitForTasks(WAITS, context);
  const reads = readTasks(random(1), context);
  // The report is worth more than an early end: what fails is found, and what can be judged is.
  let hasFailed = false;
  const orFound = async (where: string, work: Promise<void>) => {
    await work.catch((error) => {
      hasFailed = true;
      findings.add('wrong', where, messageOf(error));
    });
  };
  const observing = Promise.all([polled.done, streamed.done, streams.done, waits.done, reads.done]);
  const observed = orFound(
    'observers',
    observing.then(() => {}),
  );
  const memory = sampleMemory(system, over.signal);

  const from = Date.now();
  const waitedBefore = await waitedForCpuMs();
  const workload = startWorkload({
    random: random(2),
    rate: options.rate,
    ledger,
    receiverUrl: receiver.url,
    ways: [publishByKafka(kafka.producer(), TOPICS.events.name), publishByApi(api.ask, findings)],
    onBegin({ taskId }) {
      streams.begun(taskId);
      waits.begun(taskId);
      reads.begun(taskId);
    },
  });
  const calm = new AbortController();
  releases.defer(() => calm.abort());
  const faults: InjectedFaults =
    options.killEvery === 0
      ? { list: [], done: Promise.resolve() }
      : injectFaults({
          system,
          random: random(3),
          windows,
          every: options.killEvery,
          kinds: options.faults,
          onFault: ({ kind, at }) => say(`${clock(at - from)}  ${kind}`),
          signal: calm.signal,
        });
  const broken = orFound('system', faults.done);

  const throughput: Throughput[] = [];
  const forMs = options.minutes * 60_000;
  const note = () => throughput.push({ at: Date.now(), acked: ledger.acked });
  for (let seconds = 0; !cut.aborted && Date.now() - from < forMs; seconds++) {
    note();
    if (seconds % PROGRESS_SECONDS === 0 && seconds > 0) say(progressOf());
    if (hasFailed) break;
    await sleep(1000, cut).catch(() => {});
  }
  const isCut = cut.aborted;
  const to = Date.now();
  const waited = await waitedForCpuMs();
  calm.abort();
  say('publishing ends: what was begun goes on to its end, and what is broken comes back');
  await broken;
  await orFound('workload', workload.finish(AbortSignal.timeout(FINISH_MS)));
  note();
  say('waiting until all is folded and told');
  const left = await settle({
    kafka,
    pool,
    updates,
    feeds: [updates.held, polled.held, streamed.held],
    timeoutMs: SETTLE_MS,
  });
  if (left !== null)
    findings.add('late', 'system', `after ${SETTLE_MS / 1000} s with nothing broken, ${left}`);
  over.abort(new Error('the soak has ended'));
  await Promise.all([observed, updates.stop()]);

  const judging = judgeAll({
    kafka,
    pool,
    api,
    env: system.env,
    ledger,
    seen,
    findings,
    windows,
    bounds: { calmMs: options.lateAfter * 1000, mostMs: options.lateAtMost * 1000 },
    updates: updates.held,
    feeds: [polled.held, streamed.held],
    followers: [streams, waits],
    receiver,
    say,
  });
  await orFound('judge', judging);

  const callbacks = receiver.counts();
  return {
    options,
    from,
    to,
    isCut,
    counts: {
      'events acknowledged': ledger.acked,
      tasks: ledger.tasks.size,
      'tasks that ended': ledger.ended,
      'updates read': updates.held.count,
      'updates that came again': updates.held.repeats,
      'tasks told by the feed': polled.held.count + streamed.held.count,
      'states told by streams and long polls': streams.held.count + waits.held.count,
      'answers read': reads.latencies.length,
      'callbacks received': callbacks.arrivals,
      'callbacks that came again': callbacks.repeats,
      faults: faults.list.length,
    },
    findings,
    faults: faults.list,
    windows: windows.list(),
    latencies: new Map([
      ['updates', heldLatencies(ledger, updates.held)],
      ['feed by polls', heldLatencies(ledger, polled.held)],
      ['feed as a stream', heldLatencies(ledger, streamed.held)],
      ['task streams', heldLatencies(ledger, streams.held)],
      ['long polls', heldLatencies(ledger, waits.held)],
      ['callbacks', callbackLatencies(ledger, receiver)],
      ['reads', reads.latencies],
    ]),
    throughput,
    memory,
    cpuPressure:
      waited === null || waitedBefore === null ? null : (waited - waitedBefore) / Math.max(1, to - from),
  };

  function progressOf(): string {
    const seconds = (Date.now() - from) / 1000;
    const open = windows.list().filter(({ to: until }) => until > Date.now());
    return [
      `${clock(Date.now() - from)} of ${clock(forMs)}`,
      `${ledger.acked} events (${Math.round(ledger.acked / seconds)}/s)`,
      `${ledger.ended} of ${ledger.tasks.size} tasks ended, ${updates.held.ends} told, ${receiver.counts().arrivals} callbacks`,
      `${findings.total()} findings`,
      ...(open.length === 0 ? [] : [`broken: ${open.map(({ what }) => what).join(', ')}`]),
    ].join('  ');
  }
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
