import type { WorkloadOptions } from '../processor/workload.ts';
import { storedTaskId } from './fill.ts';

const IN_FLIGHT = 2000;
/** Tasks whose creation and start are known go on with this event. */
const FIRST_PROGRESS = 2;
/** A prime: its multiples, modulo what it does not divide, come to every number once, far from one another. */
const STRIDE = 7_368_787;

/** What a turn finds, and how much of it there is to do. */
interface Turn {
  /** From 0 on; no two take up the same tasks. */
  readonly turn: number;
  readonly turns: number;
  readonly storedTasks: number;
  readonly newTasks: number;
  /** Stored tasks that the turn takes up; all turns together, all that still run. */
  readonly oldTasks: number;
  /** Every n-th stored task runs. */
  readonly runningEvery: number;
}

interface Kind {
  readonly name: string;
  readonly options: (turn: Turn) => WorkloadOptions;
}

/** What is done beside few and beside many stored tasks. */
export const KINDS: readonly Kind[] = [
  {
    name: 'new tasks, ids that rise with time',
    options: ({ turn, newTasks }) => ({
      tasks: newTasks,
      inFlight: IN_FLIGHT,
      taskIdOf: (index) => `task_new_${turn}_${String(index).padStart(9, '0')}`,
    }),
  },
  {
    name: 'new tasks, ids at random',
    options: ({ turn, newTasks, storedTasks }) => ({
      tasks: newTasks,
      inFlight: IN_FLIGHT,
      taskIdOf: (index) => `${storedTaskId((index * STRIDE) % storedTasks)}_${turn}_${index}`,
    }),
  },
  {
    name: 'stored tasks, all over the table',
    options: ({ turn, turns, oldTasks, runningEvery }) => ({
      tasks: oldTasks,
      inFlight: IN_FLIGHT,
      firstStep: FIRST_PROGRESS,
      taskIdOf: (index) => {
        const scattered = ((turn * oldTasks + index) * STRIDE) % (oldTasks * turns);
        return storedTaskId((scattered + 1) * runningEvery);
      },
    }),
  },
];
