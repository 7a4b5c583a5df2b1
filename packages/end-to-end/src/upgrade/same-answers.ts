import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { getTask } from '../harness/get-task.ts';

const AT_ONCE = 16;
const SHOWN = 3;
const ATTEMPTS = 10;
const AGAIN_MS = 500;

/**
 * Reads tasks through two APIs, which may be of different releases: a newer one answers all that an older one does, and may add keys.
 *
 * @throws with the first differences
 */
export async function expectSameAnswers(
  { older, newer, key }: { readonly older: string; readonly newer: string; readonly key: string },
  taskIds: readonly string[],
): Promise<void> {
  const apart: string[] = [];
  for (let from = 0; from < taskIds.length; from += AT_ONCE) {
    await Promise.all(
      taskIds.slice(from, from + AT_ONCE).map(async (id) => {
        const found = await difference(older, newer, key, id);
        if (found !== null) apart.push(found);
      }),
    );
  }
  if (apart.length === 0) return;
  throw new Error(
    `${apart.length} of ${taskIds.length} tasks are answered otherwise by the two APIs:\n  ${apart.slice(0, SHOWN).join('\n  ')}`,
  );
}

/** Null where both answer alike. A task that goes on meanwhile is asked for again. */
async function difference(older: string, newer: string, key: string, id: string): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    const [left, right] = await Promise.all([getTask(older, key, id), getTask(newer, key, id)]);
    const bothFound = left.status === 200 && right.status === 200;
    if (bothFound && (left.text === right.text || holds(JSON.parse(right.text), JSON.parse(left.text))))
      return null;
    if (attempt === ATTEMPTS)
      return `${id}: ${left.status} ${left.text}\n    and ${right.status} ${right.text}`;
    await wait(AGAIN_MS);
  }
}

/** Whether all of `part` stands in `whole`. */
function holds(whole: unknown, part: unknown): boolean {
  if (!isRecord(whole) || !isRecord(part)) return isDeepStrictEqual(whole, part);
  return Object.entries(part).every(([name, value]) => name in whole && holds(whole[name], value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
