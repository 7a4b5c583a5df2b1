import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleTask } from '../testing/sample-task.ts';
import { WaitingTasks } from './waiting-tasks.ts';

const update = fc.record({
  task_id: fc.constantFrom('a', 'b', 'c', 'd'),
  revision: fc.integer({ min: 1, max: 6 }),
  status: fc.constantFrom('queued' as const, 'running' as const),
});

test('of each task the newest state waits, and those are counted that will show in it', () => {
  fc.assert(
    fc.property(fc.array(fc.array(update, { maxLength: 4 }), { maxLength: 6 }), (batches) => {
      const waiting = new WaitingTasks();
      for (const batch of batches) waiting.add(batch.map(sampleTask), ({ status }) => status === 'running');
      const newest = new Map<string, (typeof batches)[0][0]>();
      for (const each of batches.flat())
        if (each.revision > (newest.get(each.task_id)?.revision ?? 0)) newest.set(each.task_id, each);
      expect(waiting.size).toBe(newest.size);
      expect(waiting.showing).toBe([...newest.values()].filter(({ status }) => status === 'running').length);
      expect(waiting.take()).toEqual([...newest.values()].map(sampleTask));
      expect([waiting.size, waiting.showing]).toEqual([0, 0]);
    }),
  );
});
