import { faults } from './faults.ts';
import { startProcessor } from './processor.ts';
import { progress } from './progress.ts';
import type { Reached } from './reachability.ts';
import { createRules } from './rules.ts';
import { createScene } from './scene.ts';
import { type Action, choose, settled } from './scheduler.ts';
import { Violation } from './world.ts';

export interface SimulationResult {
  readonly seed: number;
  readonly steps: number;
  readonly reached: Reached;
  /** Everything that happened, in order. */
  readonly trace: readonly string[];
  /** What rule was broken; null for none. */
  readonly violation: string | null;
}

const FATAL = ['uncaughtException', 'unhandledRejection'] as const;
const SAFETY_STEPS = 400;
/** Enough for a run's few dozen records several times over: who needs more does not get on. */
const LIVENESS_STEPS = 4000;

/**
 * Runs processors against a simulated broker and database in an order that the seed determines.
 *
 * Safety mode: everything that can fail does, and after every step what is committed is the fold of the log up to the
 * checkpoint. Then liveness mode: nothing fails any more, and within a bounded number of steps everything is folded, or
 * halted for a reason that is real, and every processor is ready.
 */
export async function simulate(seed: number): Promise<SimulationResult> {
  const scene = createScene(seed);
  const { world, processors, trace } = scene;
  const rules = createRules(scene);
  let steps = 0;

  function start(): void {
    const name = `p${processors.length + 1}`;
    const onHalt = rules.halted.bind(rules, name);
    processors.push(startProcessor(name, scene, scene.settings, onHalt));
  }

  /** What would end the process. */
  const escaped: unknown[] = [];
  const onEscape = (error: unknown) => void escaped.push(error);

  async function step(actions: readonly Action[]): Promise<void> {
    const action = choose(actions, world.random);
    trace.push(action.label);
    action.run();
    steps++;
    await settled();
    if (escaped.length > 0) throw new Violation(`the process would end: ${String(escaped[0])}`);
    rules.check();
  }

  async function safety(): Promise<void> {
    start();
    start();
    await settled();
    for (let count = 0; count < SAFETY_STEPS; count++) {
      const alive = processors.filter(({ owner }) => owner.alive).length;
      const starting = { label: 'a processor starts', weight: alive === 0 ? 3 : 0.3, run: start };
      await step([
        ...progress(scene),
        ...(alive < 3 ? [starting] : []),
        ...faults(scene, processors, scene.harmed, scene.faults),
      ]);
    }
  }

  async function liveness(): Promise<void> {
    trace.push('--- nothing fails any more ---');
    start();
    await settled();
    for (let count = 0; rules.unfinished().length > 0; count++) {
      const actions = progress(scene);
      if (actions.length > 0 && count < LIVENESS_STEPS) await step(actions);
      else throw new Violation(`after ${count} steps ${rules.unfinished().join(', ')}`);
    }
  }

  let violation: string | null = null;
  for (const event of FATAL) process.on(event, onEscape);
  try {
    await safety();
    await liveness();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
  } finally {
    for (const event of FATAL) process.off(event, onEscape);
  }
  for (const { kill } of processors) kill();
  return { seed, steps, reached: world.reached, trace, violation };
}
