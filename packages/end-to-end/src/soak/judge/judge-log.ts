import type { Findings } from '../findings.ts';
import type { TaskLedger } from '../workload/ledger.ts';

/**
 * Holds what the log has of a task against what its producer was told: each acknowledged event is there, none more often than it was
 * sent, and for the first time in the order of sending. A group that was sent again may be there as often as it was sent.
 *
 * @param numbers of the task's events as they lie in the log
 */
export function judgeLog(
  task: Pick<TaskLedger, 'groups' | 'life'>,
  numbers: readonly number[],
  findings: Findings,
): void {
  const { taskId } = task.life;
  const least = new Map<number, number>();
  const most = new Map<number, number>();
  for (const group of task.groups) {
    for (const number of group.numbers) {
      if (group.isAcked) least.set(number, (least.get(number) ?? 0) + 1);
      most.set(number, (most.get(number) ?? 0) + group.attempts);
    }
  }
  const found = new Map<number, number>();
  for (const number of numbers) found.set(number, (found.get(number) ?? 0) + 1);
  for (const [number, times] of least) {
    const missing = times - (found.get(number) ?? 0);
    if (missing > 0)
      findings.add('lost', 'log', `${taskId}: event ${number} was acknowledged and is not in the log`);
  }
  for (const [number, times] of found) {
    const more = times - (most.get(number) ?? 0);
    if (more > 0) findings.add('doubled', 'log', `${taskId}: event ${number} is in the log ${times} times`);
  }
  const sent = firsts(task.groups.flatMap((group) => group.numbers)).filter((number) => found.has(number));
  const logged = firsts(numbers).filter((number) => most.has(number));
  const at = sent.findIndex((number, index) => logged[index] !== number);
  if (at >= 0) {
    findings.add('wrong', 'log', `${taskId}: sent as ${sent.join(' ')}, but logged as ${logged.join(' ')}`);
  }
}

function firsts(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}
