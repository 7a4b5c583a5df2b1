import { createRandom } from '@taskfold/fold/testing';
import { createReached } from '../simulation/reachability.ts';
import { type Action, choose, createScheduler } from '../simulation/scheduler.ts';
import type { World } from '../simulation/world.ts';

/** A simulated world that goes on by itself, a step at a time in an order that the seed determines, until it is stopped. */
export function createDrivenWorld(
  seed: number,
  more: () => readonly Action[] = () => [],
): { readonly world: World; readonly stop: () => void } {
  const random = createRandom(seed);
  const scheduler = createScheduler();
  let turn = setImmediate(goOn);

  function goOn(): void {
    const actions = [...scheduler.actions(), ...more()];
    if (actions.length > 0) choose(actions, random).run();
    turn = setImmediate(goOn);
  }

  return {
    world: { random, scheduler, reached: createReached(), note: () => {} },
    stop: () => clearImmediate(turn),
  };
}
