import { setTimeout as wait } from 'node:timers/promises';
import type { OutgoingEvent } from '@taskfold/kafka';
import { expect } from 'vitest';
import { lifeOf } from '../../src/testing/workbench.ts';
import type { Cell } from './cell.ts';
import type { Receiver } from './receiver.ts';

const AT_ONCE = 20;
const PAUSE_MS = 150;
/** Of each life, as {@link lifeOf} makes it. */
const CREDITS = 12.5;

/** Lives of tasks that are published one handful after the other. */
export interface Load {
  /** Waits until so many more are published, whole. */
  more(lives: number): Promise<void>;
  /** Resolves when all that was begun is published. */
  stop(): Promise<void>;
  /** Every life that was published is there, ended, with its money and its usage once, and its caller was told by one id. */
  expectEveryLifeToBeRight(): Promise<void>;
}

/** @param receiver whom each life calls back; null where none does */
export function startLoad(it: Cell, receiver: Receiver | null): Load {
  const tasks: string[] = [];
  let isOver = false;

  async function publishOn(): Promise<void> {
    for (let round = 0; !isOver; round++) {
      const ids = Array.from({ length: AT_ONCE }, (_none, index) => `load_${round}_${index}`);
      await it.publishLives(
        ids.map((id) => (receiver === null ? lifeOf(id) : lifeWithCallback(id, receiver.url))),
      );
      tasks.push(...ids);
      await wait(PAUSE_MS);
    }
  }

  const publishing = publishOn();
  // Whoever waits for more, or for the end, hears of it.
  publishing.catch(() => {});
  return {
    async more(lives) {
      const least = tasks.length + lives;
      while (tasks.length < least) await Promise.race([wait(20), publishing]);
    },
    async stop() {
      isOver = true;
      await publishing;
    },
    async expectEveryLifeToBeRight() {
      const { rows } = await it.bench.pool.query<Record<string, unknown>>(`
        SELECT task_id, status, (SELECT sum(amount_credits)::float8 FROM ledger_entries l WHERE l.task_id = t.task_id) AS credits,
          (SELECT sum(image_count)::float8 FROM usage_records u WHERE u.task_id = t.task_id) AS images
        FROM tasks t WHERE task_id LIKE 'load%'`);
      const expected = tasks.map((task_id) => ({
        task_id,
        status: 'succeeded',
        credits: CREDITS,
        images: 1,
      }));
      const byId = (left: Record<string, unknown>, right: Record<string, unknown>) =>
        String(left.task_id) < String(right.task_id) ? -1 : 1;
      expect(rows.sort(byId)).toEqual(expected.sort(byId));
      if (receiver !== null) for (const id of tasks) expect(receiver.idsOf(id), id).toHaveLength(1);
    },
  };
}

function lifeWithCallback(taskId: string, url: string): OutgoingEvent[] {
  const [created, ...rest] = lifeOf(taskId);
  if (created === undefined) throw new Error('a life begins with its creation');
  return [{ ...created, data: { ...(created.data as object), callback: { url } } }, ...rest];
}
