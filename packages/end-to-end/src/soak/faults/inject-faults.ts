import { createPool } from '@taskfold/database';
import type { Random } from '@taskfold/fold/testing';
import { sleep } from '@taskfold/runtime';
import type { Part } from '../system/part.ts';
import type { SoakSystem } from '../system/soak-system.ts';
import type { FaultWindows } from './fault-windows.ts';
import { type FaultKind, faultSchedule } from './schedule.ts';

/** What was done to the system, for the report. */
export interface InjectedFault {
  readonly kind: FaultKind;
  /** Unix milliseconds. */
  readonly at: number;
  /** What came of it, in words: which process, how long it was away. */
  detail: string;
}

export interface FaultsOptions {
  readonly system: SoakSystem;
  readonly random: Random;
  readonly windows: FaultWindows;
  /** Seconds from one fault to the next. */
  readonly every: number;
  readonly kinds: readonly FaultKind[];
  readonly onFault: (fault: InjectedFault) => void;
  /** Aborted when nothing more is to be broken. */
  readonly signal: AbortSignal;
}

export interface InjectedFaults {
  readonly list: readonly InjectedFault[];
  /** Resolves when all that was broken is well again. @throws where something did not come back */
  readonly done: Promise<void>;
}

/** After a part says that it is ready, others take up their work with it again: groups rebalance, leases run out, connections come back. */
const RECOVERY_MS = 10_000;
/** Something that does not come back within this does not come back. */
const BACK_MS = 120_000;
/** Longer than the group waits for a member, and the cluster for a broker: others have its partitions when it wakes. */
const FROZEN_MS = 8000;
/** Commits of so long are lost in a failover. */
const BEHIND_MS = 1500;

/** Breaks something every so many seconds, whether or not what was broken before is well again. */
export function injectFaults({
  system,
  random,
  windows,
  every,
  kinds,
  onFault,
  signal,
}: FaultsOptions): InjectedFaults {
  const list: InjectedFault[] = [];
  const schedule = faultSchedule(random, kinds);
  const running = new Set<Promise<void>>();
  // What would meet itself goes one after the other: a database that is failed over is not killed meanwhile, all processors do not die
  // with it, and a broker that is being started is not started again.
  const lanes = new Map<Lane, Promise<void>>();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});

  function inject(kind: FaultKind): void {
    const fault: InjectedFault = { kind, at: Date.now(), detail: '' };
    const blow = blowOf(kind, random, system);
    list.push(fault);
    const work = async () => {
      const close = windows.open(kind, Date.now());
      onFault(fault);
      try {
        fault.detail = await blow();
        const back = AbortSignal.timeout(BACK_MS);
        const { processors, dispatcher, apis } = system;
        await Promise.all([...processors, dispatcher, ...apis].map((part) => part.ready(back)));
        close(Date.now() + RECOVERY_MS);
      } catch (error) {
        failure.reject(new Error(`after "${kind}" the system did not come back: ${String(error)}`));
      }
    };
    const lane = laneOf(kind);
    const done = lane === null ? work() : (lanes.get(lane) ?? Promise.resolve()).then(work);
    if (lane !== null) lanes.set(lane, done);
    running.add(done);
    void done.finally(() => running.delete(done));
  }

  const work = async () => {
    while (!signal.aborted) {
      await sleep(every * 1000, signal).catch(() => {});
      if (!signal.aborted) inject(schedule.next().value);
    }
    while (running.size > 0) await Promise.all(running);
  };
  return { list, done: Promise.race([work(), failure.promise]) };
}

type Lane = 'database' | 'brokers';

function laneOf(kind: FaultKind): Lane | null {
  if (kind.includes('database') || kind === 'kill both processors') return 'database';
  return kind === 'kill a broker' || kind === 'freeze a broker' ? 'brokers' : null;
}

/** What is drawn by chance is drawn at once, so that the seed decides whatever the times are. */
function blowOf(kind: FaultKind, random: Random, system: SoakSystem): () => Promise<string> {
  const awayMs = random.below(3000);
  const away = `away for ${awayMs} ms`;
  const processor = random.pick(system.processors);
  const api = random.pick(system.apis);
  const broker = random.below(system.brokers.count);
  switch (kind) {
    case 'kill a processor':
      return async () => await killed(processor, awayMs);
    case 'kill both processors':
      return async () => {
        await Promise.all(system.processors.map((each) => each.kill(awayMs)));
        return away;
      };
    case 'freeze a processor':
      return async () => {
        await processor.freeze(FROZEN_MS);
        return `${processor.name} stood still for ${FROZEN_MS} ms`;
      };
    case 'stop a processor':
      return async () => `${processor.name}: exit code ${await processor.stop(awayMs)}, ${away}`;
    case 'kill the dispatcher':
      return async () => await killed(system.dispatcher, awayMs);
    case 'kill an API':
      return async () => await killed(api, awayMs);
    case 'kill a broker':
      return async () => {
        await system.brokers.kill(broker, awayMs);
        return `broker ${broker + 1}, ${away}`;
      };
    case 'freeze a broker':
      return async () => {
        await system.brokers.freeze(broker, FROZEN_MS);
        return `broker ${broker + 1} stood still for ${FROZEN_MS} ms`;
      };
    case 'kill the database':
      return async () => {
        await system.database.kill(awayMs);
        return away;
      };
    case 'fail the database over':
      return async () => `the standby lacked ${await system.database.failOver(BEHIND_MS)} folded records`;
    case 'cut connections to the database':
      return async () => `${await cutConnections(system.database.url)} connections`;
  }
}

async function killed(part: Part, awayMs: number): Promise<string> {
  await part.kill(awayMs);
  return `${part.name}, away for ${awayMs} ms`;
}

async function cutConnections(url: string): Promise<number> {
  const pool = createPool({ url, max: 1, applicationName: 'soak' });
  try {
    const { rowCount } = await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name LIKE 'taskfold-%' AND backend_type = 'client backend'`,
    );
    return rowCount ?? 0;
  } finally {
    await pool.end();
  }
}
