import { Option } from '@commander-js/extra-typings';
import { type TaskEnvelope, taskEnvelope } from '@taskfold/contract';
import { knownOf } from '../../api/answer.ts';
import { CommandFailure } from '../../outcome/command-failure.ts';
import type { Outcome } from '../../outcome/outcomes.ts';
import { apiCommand, type CommandMaker } from '../../program/command.ts';
import { wholeNumber } from '../../program/option-values.ts';
import { drawTask } from './draw/task.ts';

/** What may be waited for. */
const GOALS = {
  started: ({ started_at, completed_at }) => started_at !== null || completed_at !== null,
  ended: ({ completed_at }) => completed_at !== null,
  settled: ({ billing }) => billing?.settlement === 'final',
} as const satisfies Record<string, (task: TaskEnvelope) => boolean>;

type Goal = keyof typeof GOALS;
const GOAL_NAMES = Object.keys(GOALS) as [Goal, ...Goal[]];

const OUTCOME_OF: Readonly<Record<TaskEnvelope['status'], Outcome>> = {
  queued: 'done',
  running: 'done',
  succeeded: 'done',
  failed: 'task_failed',
  canceled: 'task_canceled',
};

const A_DAY = 86_400;

export const awaitTask: CommandMaker = (context) =>
  apiCommand('wait', 'Wait until a task has ended', {
    description:
      'Waits for a task and shows it. The exit code says how it ended: 0 succeeded, 7 failed, 8 canceled; 6 where the time is up before.',
    examples: [
      { line: 'taskfold tasks wait img_1 --timeout 300', says: 'Wait for at most five minutes.' },
      {
        line: 'taskfold tasks wait img_1 --until settled --json',
        says: 'Wait until billing is done with it, for a program.',
      },
    ],
  })
    .argument('<task-id>', 'the id of the task')
    .addOption(
      new Option('--until <state>', 'what to wait for').choices(GOAL_NAMES).default('ended' as const),
    )
    .option('--timeout <seconds>', 'how long at most; for ever where nothing is said', wholeNumber(1, A_DAY))
    .option('--poll', 'ask again and again, where the way to the API lets no stream through')
    .action(async (taskId, options) => {
      const api = await context.api(options);
      const limit = new AbortController();
      const timer =
        options.timeout === undefined ? undefined : setTimeout(() => limit.abort(), options.timeout * 1_000);
      const signal = AbortSignal.any([context.signal, limit.signal]);
      try {
        const states = api.follow(context.note, ({ tasks }, patience) =>
          tasks.watch(taskId, { ...patience, signal, poll: options.poll }),
        );
        const { state, task } = await reached(states, GOALS[options.until], taskId);
        context.output(options).one(state, (view) => drawTask(task, view));
        context.endAs(OUTCOME_OF[task.status]);
      } catch (error) {
        if (!limit.signal.aborted || context.signal.aborted) throw error;
        throw new CommandFailure(
          'time_up',
          `The task ${taskId} has not ${options.until} within ${options.timeout} s.`,
        );
      } finally {
        clearTimeout(timer);
      }
    });

/** The first state that is what is waited for. */
async function reached(
  states: AsyncIterable<unknown>,
  goal: (task: TaskEnvelope) => boolean,
  taskId: string,
): Promise<{ readonly state: unknown; readonly task: TaskEnvelope }> {
  for await (const state of states) {
    const task = knownOf(taskEnvelope, state, 'The task');
    if (goal(task)) return { state, task };
  }
  throw new CommandFailure('failed', `The task ${taskId} has ended, and is not what was waited for.`);
}
