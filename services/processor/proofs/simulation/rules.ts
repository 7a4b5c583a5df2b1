import type { Halt, HaltReason } from '../../src/fold/failures/halt.ts';
import { checkPartition } from './check.ts';
import type { Situation } from './reachability.ts';
import type { Scene } from './scene.ts';
import { Violation } from './world.ts';

/** What must hold in a run, whatever happens. */
export interface Rules {
  /** To be told of every halt; one without a real cause breaks a rule. */
  halted(name: string, partition: number, halt: Halt): void;
  /**
   * To be called after every step.
   *
   * @throws Violation
   */
  check(): void;
  /** What is neither folded nor halted, and who is not ready; empty at the end of a run. */
  unfinished(): string[];
}

const HALTS: Readonly<Partial<Record<HaltReason, Situation>>> = {
  lost: 'gap halt',
  truncated: 'truncation halt',
  recreated: 'recreation halt',
  flood: 'flood halt',
  undecodable: 'undecodable batch',
};

export function createRules(scene: Scene): Rules {
  const { world, database, group, logs, references, harmed, settings, processors, unpublished } = scene;
  const wrongHalts: string[] = [];
  /** The highest checkpoint that each partition ever had: a fail-over takes the row back, but not the group. */
  const highest = logs.map(() => 0);
  let checkedVersion = 0;
  const folded = (partition: number) => database.committed.rows[partition]?.nextOffset ?? 0;

  function hasCause(partition: number, reason: HaltReason): boolean {
    switch (reason) {
      case 'lost':
        return harmed.losing.has(partition) || harmed.recreated.has(partition);
      case 'truncated':
      case 'recreated':
        return harmed.recreated.has(partition);
      case 'undecodable':
        return logs[partition]?.undecodableFrom === folded(partition);
      case 'flood': {
        const dead = references[partition]?.deadBelow(logs[partition]?.high ?? 0) ?? 0;
        return settings.floodLimit > 0 && dead >= settings.floodLimit;
      }
      default:
        return false;
    }
  }

  function isFinished(partition: number): boolean {
    const isHalted = processors.some(
      ({ owner, halted, consumer }) =>
        owner.alive && halted.has(partition) && consumer.partitions.includes(partition),
    );
    const isFolded = unpublished[partition]?.length === 0 && folded(partition) === logs[partition]?.high;
    return isHalted || (isFolded && !harmed.recreated.has(partition));
  }

  function checkCommitted(): void {
    if (database.version === checkedVersion) return;
    checkedVersion = database.version;
    for (const [partition, reference] of references.entries()) {
      checkPartition(partition, database.committed, reference);
      highest[partition] = Math.max(highest[partition] ?? 0, folded(partition));
    }
  }

  return {
    halted(name, partition, halt) {
      const situation = HALTS[halt.reason];
      if (situation !== undefined) world.reached.note(situation);
      world.note(`${name}: halts ${partition}, ${halt.reason}`);
      if (!hasCause(partition, halt.reason)) {
        wrongHalts.push(`${name} halts partition ${partition} without a cause: ${halt.message}`);
      }
    },
    check() {
      if (wrongHalts[0] !== undefined) throw new Violation(wrongHalts[0]);
      for (const [partition, { low }] of logs.entries()) {
        if (low > folded(partition)) harmed.losing.add(partition);
      }
      checkCommitted();
      for (const [partition, offset] of group.committed) {
        if (offset <= (highest[partition] ?? 0)) continue;
        throw new Violation(`the group notes ${offset} for partition ${partition}, which is not committed`);
      }
    },
    unfinished: () => [
      ...logs.flatMap(({ high }, partition) =>
        isFinished(partition) ? [] : [`partition ${partition} is at ${folded(partition)} of ${high}`],
      ),
      ...processors
        .filter(({ owner, waiting }) => owner.alive && waiting.size > 0)
        .map(({ owner: { name } }) => `${name} is not ready`),
    ],
  };
}
