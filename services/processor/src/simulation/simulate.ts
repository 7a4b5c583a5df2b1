import { checkPartition } from './check.ts';
import { createConnections } from './connections.ts';
import { createDatabase } from './database.ts';
import { faults, type Harmed } from './faults.ts';
import { createGroup } from './group.ts';
import { createLog } from './log.ts';
import {
  type ProcessorSettings,
  type SimulatedProcessor,
  type Surroundings,
  startProcessor,
} from './processor.ts';
import { createRandom } from './random.ts';
import { createReached, type Reached } from './reachability.ts';
import { createReference } from './reference.ts';
import { type Action, createScheduler, settled } from './scheduler.ts';
import { createWorkload } from './workload.ts';
import { Violation, type World } from './world.ts';

export interface SimulationResult {
  readonly seed: number;
  readonly steps: number;
  readonly reached: Reached;
  /** Everything that happened, in order. */
  readonly trace: readonly string[];
  /** What rule was broken; null for none. */
  readonly violation: string | null;
}

const PARTITIONS = 2;
const SAFETY_STEPS = 400;
/** Enough for a run's few dozen records several times over: who needs more does not get on. */
const LIVENESS_STEPS = 4000;

/**
 * Runs processors against a simulated broker and database in an order that the seed determines.
 *
 * Safety mode: everything that can fail does, and after every step what is committed is the fold of the log up to the
 * checkpoint. Then liveness mode: nothing fails any more, and within a bounded number of steps everything is folded or
 * halted for a reason that is real.
 */
export async function simulate(seed: number): Promise<SimulationResult> {
  const run = createRun(seed);
  let violation: string | null = null;
  try {
    await run.safety();
    await run.liveness();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
  }
  run.end();
  return { seed, steps: run.steps(), reached: run.reached, trace: run.trace, violation };
}

function createRun(seed: number) {
  const random = createRandom(seed);
  const trace: string[] = [];
  const reached = createReached();
  const world: World = {
    random,
    scheduler: createScheduler(),
    reached,
    note: (line) => void trace.push(line),
  };
  const database = createDatabase(PARTITIONS);
  const references = Array.from({ length: PARTITIONS }, () => createReference(PARTITIONS));
  const logs = references.map((reference, partition) => createLog(partition, reference.append));
  const surroundings: Surroundings = {
    world,
    database,
    connections: createConnections(database, world),
    group: createGroup(random, PARTITIONS),
    logs,
  };
  const unpublished = createWorkload(random, PARTITIONS);
  const settings: ProcessorSettings = {
    maxRecords: 1 + random.below(5),
    cacheEntries: random.pick([0, 2, 1000]),
    floodLimit: random.chance(0.1) ? 4 : 0,
  };
  const faultOptions = { intensity: random.pick([0.2, 0.5, 1]), harmsLog: random.chance(0.15) };
  const harmed: Harmed = { recreated: new Set(), losing: new Set() };
  const processors: SimulatedProcessor[] = [];
  const violations: string[] = [];
  let checkedVersion = 0;
  let highest = Array.from({ length: PARTITIONS }, () => 0);
  let steps = 0;
  let started = 0;

  function start(): void {
    const name = `p${++started}`;
    processors.push(
      startProcessor(name, surroundings, settings, (partition, halt) => {
        world.note(`${name}: halts ${partition}, ${halt.reason}`);
        const wrong = wrongHalt(partition, halt.reason);
        if (wrong !== null)
          violations.push(`${name} halted partition ${partition} although ${wrong}: ${halt.message}`);
      }),
    );
  }

  /** Why a halt is not for a real cause; null where it is. */
  function wrongHalt(partition: number, reason: string): string | null {
    const log = logs[partition];
    switch (reason) {
      case 'lost':
        reached.note('gap halt');
        return harmed.losing.has(partition) || harmed.recreated.has(partition) ? null : 'no record is lost';
      case 'truncated':
        reached.note('truncation halt');
        return harmed.recreated.has(partition) ? null : 'the log is whole';
      case 'recreated':
        reached.note('recreation halt');
        return harmed.recreated.has(partition) ? null : 'the topic is the old one';
      case 'flood': {
        reached.note('flood halt');
        const dead = references[partition]?.deadBelow(log?.high ?? 0) ?? 0;
        return settings.floodLimit > 0 && dead >= settings.floodLimit
          ? null
          : `only ${dead} records are dead`;
      }
      default:
        return 'nothing systemic is wrong';
    }
  }

  function progress(): Action[] {
    const publishing = unpublished.flatMap((records, partition): Action[] => {
      const log = logs[partition];
      if (records.length === 0 || log === undefined) return [];
      const publish = () => {
        for (const record of records.splice(0, 1 + random.below(5))) log.append(record);
        if (random.chance(0.2)) log.appendControl();
      };
      return [{ label: `producers publish to ${partition}`, weight: 3, run: publish }];
    });
    const dead = [...surroundings.group.members].filter(({ owner }) => !owner.alive);
    return [
      ...world.scheduler.actions(),
      ...processors.flatMap(({ consumer }) => consumer.actions()),
      ...publishing,
      ...dead.map((member) => ({
        label: `the group misses ${member.owner.name}`,
        weight: 1,
        run: () => surroundings.group.leave(member),
      })),
      ...(database.isAway
        ? [
            {
              label: 'the database is back',
              weight: 2,
              run: () => {
                database.isAway = false;
              },
            },
          ]
        : []),
    ];
  }

  function check(): void {
    if (violations[0] !== undefined) throw new Violation(violations[0]);
    for (const [partition, { low }] of logs.entries()) {
      if (low > (database.committed.rows[partition]?.nextOffset ?? 0)) harmed.losing.add(partition);
    }
    if (database.version !== checkedVersion) {
      checkedVersion = database.version;
      for (const [partition, reference] of references.entries()) {
        checkPartition(partition, database.committed, reference);
      }
      highest = highest.map((offset, partition) =>
        Math.max(offset, database.committed.rows[partition]?.nextOffset ?? 0),
      );
    }
    for (const [partition, offset] of surroundings.group.committed) {
      if (offset <= (highest[partition] ?? 0)) continue;
      throw new Violation(`the group notes ${offset} for partition ${partition}, which is not committed`);
    }
  }

  async function step(actions: readonly Action[]): Promise<void> {
    const action = choose(actions, random.below);
    trace.push(action.label);
    action.run();
    steps++;
    await settled();
    check();
  }

  return {
    reached,
    trace,
    steps: () => steps,
    async safety() {
      start();
      start();
      await settled();
      for (let count = 0; count < SAFETY_STEPS; count++) {
        const alive = processors.filter(({ owner }) => owner.alive).length;
        const starting: Action[] =
          alive < 3 ? [{ label: 'a processor starts', weight: alive === 0 ? 3 : 0.3, run: start }] : [];
        await step([...progress(), ...starting, ...faults(surroundings, processors, harmed, faultOptions)]);
      }
    },
    async liveness() {
      trace.push('--- nothing fails any more ---');
      start();
      await settled();
      for (let count = 0; count < LIVENESS_STEPS && !isDone(); count++) {
        const actions = progress();
        if (actions.length === 0) throw new Violation(`nothing goes on, and ${unfinished()}`);
        await step(actions);
      }
      if (!isDone()) throw new Violation(`after ${LIVENESS_STEPS} steps ${unfinished()}`);
    },
    end() {
      for (const { kill } of processors) kill();
    },
  };

  function isFinished(partition: number): boolean {
    const folded = database.committed.rows[partition]?.nextOffset ?? 0;
    const isHalted = processors.some(
      ({ owner, halted, consumer }) =>
        owner.alive && halted.has(partition) && consumer.partitions.includes(partition),
    );
    return (
      isHalted ||
      (unpublished[partition]?.length === 0 &&
        folded === logs[partition]?.high &&
        !harmed.recreated.has(partition))
    );
  }

  function isDone(): boolean {
    const isReady = processors.every(({ owner, waiting }) => !owner.alive || waiting.size === 0);
    return isReady && logs.every((_log, partition) => isFinished(partition));
  }

  function unfinished(): string {
    const open = logs.flatMap(({ high }, partition) =>
      isFinished(partition)
        ? []
        : [`partition ${partition} is at ${database.committed.rows[partition]?.nextOffset} of ${high}`],
    );
    const waiting = processors.filter((processor) => processor.owner.alive && processor.waiting.size > 0);
    return [...open, ...waiting.map(({ owner: { name } }) => `${name} is not ready`)].join(', ');
  }
}

function choose(actions: readonly Action[], below: (limit: number) => number): Action {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  let rest = (below(2 ** 30) / 2 ** 30) * total;
  for (const action of actions) {
    rest -= action.weight;
    if (rest < 0) return action;
  }
  const last = actions.at(-1);
  if (last === undefined) throw new Violation('nothing can happen any more');
  return last;
}
