import { createPrisma } from '@taskfold/database';
import { redriveDeadLetter } from '@taskfold/dead-letters';
import { encodeStructured, partitionOf } from '@taskfold/kafka';
import { expect, test } from 'vitest';
import { runProcessor } from '../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../testing/workbench.ts';

test('once the cause is mended, redriven records fold, and repeating that changes nothing', async () => {
  const bench = await createWorkbench();
  const life = lifeOf('task_0').map(encodeStructured);
  const right = partitionOf(Buffer.from('task_0'), 3, 'murmur2');
  // A producer whose partitioner is another one, and which once forgets the key.
  await bench.publishRecords(
    life.map((record, index) => ({
      ...record,
      key: index === 0 ? null : record.key,
      partition: (right + 1) % 3,
    })),
  );
  await runProcessor({ ...bench.env, MISPLACED: 'dead_letter' });
  await bench.caughtUp();
  const dead = await bench.pool.query<{ topic: string; kafka_partition: number; log_offset: number }>(
    "SELECT * FROM dead_letters WHERE code = 'wrong_partition' ORDER BY log_offset",
  );
  expect(dead.rows).toHaveLength(6);
  expect((await bench.pool.query('SELECT FROM tasks')).rowCount).toBe(0);

  const options = {
    prisma: createPrisma(bench.pool),
    producer: bench.kafka.producer(),
    topic: bench.topic,
    operator: { actor: 'ann' },
  };
  const redriveAll = async () => {
    const kinds: string[] = [];
    for (const { topic, kafka_partition: partition, log_offset: offset } of dead.rows) {
      kinds.push((await redriveDeadLetter({ topic, partition, offset }, options)).kind);
    }
    await bench.caughtUp();
    return kinds;
  };
  const folded = () => bench.pool.query('SELECT status, revision FROM tasks');
  expect(new Set(await redriveAll())).toEqual(new Set(['redriven']));
  expect((await folded()).rows).toEqual([{ status: 'succeeded', revision: 6 }]);
  await bench.expectProjectionToBeTheFoldOfTheLog();

  // As after a crash between publishing and noting it.
  await bench.pool.query("UPDATE dead_letters SET status = 'open'");
  await redriveAll();
  expect((await folded()).rows).toEqual([{ status: 'succeeded', revision: 6 }]);
  await bench.expectProjectionToBeTheFoldOfTheLog();
  expect(new Set(await redriveAll())).toEqual(new Set(['redriven_before']));
});
