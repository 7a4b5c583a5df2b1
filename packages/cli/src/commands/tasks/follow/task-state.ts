import { issueSentence, issueWords, type TaskEnvelope, taskEnvelope } from '@taskfold/contract';
import { parseExactJson } from '../../../api/exact-json.ts';
import { CommandFailure } from '../../../outcome/command-failure.ts';

/** A state of a task: as it came, and what this version knows of it. */
export interface FollowedState {
  readonly json: unknown;
  readonly task: TaskEnvelope;
}

/** How long a task that has ended and is not settled is followed, as the stream of the API does. */
const LINGER_MS = 60_000;

/**
 * @param text a task as JSON
 * @throws CommandFailure where it is no task that this version knows
 */
export function taskStateOf(text: string): FollowedState {
  const read = taskEnvelope.safeParse(JSON.parse(text), { error: issueWords });
  if (read.success) return { json: parseExactJson(text), task: read.data };
  const [issue] = read.error.issues;
  const fault = issue === undefined ? '' : ` ${issueSentence(issue.path, issue.message, 'It')}`;
  throw new CommandFailure('failed', `The task is not what this version of taskfold knows.${fault}`);
}

/** Whether nothing more is expected of the task: it has ended and is settled, or ended a while ago. */
export function isOver({ completed_at, billing }: TaskEnvelope, now: number = Date.now()): boolean {
  if (completed_at === null) return false;
  return billing?.settlement === 'final' || Date.parse(completed_at) + LINGER_MS < now;
}
