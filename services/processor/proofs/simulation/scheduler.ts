import type { Random } from '@taskfold/fold/testing';

/** Whoever waits for something. What the dead wait for never comes. */
export interface Owner {
  readonly name: string;
  alive: boolean;
}

/** Something that may happen next. */
export interface Action {
  readonly label: string;
  /** How often it is chosen, in proportion to the others. */
  readonly weight: number;
  run(): void;
}

interface Waiting {
  readonly owner: Owner;
  readonly label: string;
  readonly isReady: () => boolean;
  readonly run: () => void;
}

/**
 * What all actors wait for. Nothing goes on by itself: a waiting step happens when the simulation chooses it, and so in
 * any order, however long the others wait.
 */
export interface Scheduler {
  /** @returns a function that takes the step back */
  add(owner: Owner, label: string, run: () => void, isReady?: () => boolean): () => void;
  /** Resolves when the simulation lets the owner go on. */
  pause(owner: Owner, label: string): Promise<void>;
  /** The steps that can happen now, in the order in which they were added. */
  actions(): Action[];
}

const STEP_WEIGHT = 6;

export function createScheduler(): Scheduler {
  const waiting = new Set<Waiting>();

  function add(owner: Owner, label: string, run: () => void, isReady = () => true): () => void {
    const step: Waiting = { owner, label, run, isReady };
    waiting.add(step);
    return () => void waiting.delete(step);
  }

  return {
    add,
    pause: (owner, label) => new Promise((resolve) => void add(owner, label, resolve)),
    actions() {
      for (const step of waiting) if (!step.owner.alive) waiting.delete(step);
      return [...waiting]
        .filter((step) => step.isReady())
        .map((step) => ({
          label: `${step.owner.name}: ${step.label}`,
          weight: STEP_WEIGHT,
          run() {
            waiting.delete(step);
            step.run();
          },
        }));
    },
  };
}

/** Resolves when every promise that can go on has gone on as far as it can. */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Chooses one of the actions by their weights; there must be one. */
export function choose(actions: readonly Action[], { below }: Pick<Random, 'below'>): Action {
  let rest = below(2 ** 30) / 2 ** 30;
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = actions.find(({ weight }) => {
    rest -= weight / total;
    return rest < 0;
  });
  const action = chosen ?? actions.at(-1);
  if (action === undefined) throw new Error('there is nothing to choose from');
  return action;
}
