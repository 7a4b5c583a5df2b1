import { createPool } from '@taskfold/database';
import { encodeStructured, type OutgoingRecord } from '@taskfold/kafka';
import { untilFolded, type Work } from './contestants.ts';
import { publish, type Topic } from './publish.ts';
import { walPosition } from './statistics.ts';

const TASKS = 2000;
const ROUNDS = 3;
const INPUT_BYTES = 16_384;

/**
 * Write-ahead log, in bytes, of one event of progress on a task whose input has 16 kB, everything that its chunk writes
 * included. Full-page images are switched off, since how many there are depends on the checkpoints of the server.
 */
export async function progressWal(topic: Topic, work: Work, folded: number): Promise<number> {
  const pool = createPool({ url: work.databaseUrl, max: 1, applicationName: 'bench' });
  try {
    await pool.query('ALTER SYSTEM SET full_page_writes = off');
    await pool.query('SELECT pg_reload_conf()');
    const created = await publish(topic, creations());
    await untilFolded({ ...work, total: folded + created });
    await pool.query('VACUUM tasks');
    await pool.query('CHECKPOINT');
    const before = await walPosition(pool);
    const progressed = await publish(topic, progress());
    await untilFolded({ ...work, total: folded + created + progressed });
    return ((await walPosition(pool)) - before) / progressed;
  } finally {
    await pool.query('ALTER SYSTEM RESET full_page_writes');
    await pool.query('SELECT pg_reload_conf()');
    await pool.end();
  }
}

const common = (index: number, step: number) => ({
  id: `large_${index}-${step}`,
  source: '/bench/worker',
  time: new Date(Date.UTC(2026, 10, 2) + step * 1000).toISOString(),
  subject: `large_${index}`,
  tenantid: 'bench',
});

function* creations(): Generator<OutgoingRecord> {
  // Digits that do not repeat, or compression would make a small value of it.
  for (let index = 0; index < TASKS; index++) {
    let prompt = '';
    for (
      let seed = index;
      prompt.length < INPUT_BYTES;
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    ) {
      prompt += seed.toString(36);
    }
    yield encodeStructured({
      ...common(index, 0),
      type: 'task.created',
      data: { capability: 'image.generate', model: 'm', input: { prompt } },
    });
  }
}

function* progress(): Generator<OutgoingRecord> {
  for (let round = 1; round <= ROUNDS; round++) {
    for (let index = 0; index < TASKS; index++) {
      yield encodeStructured({
        ...common(index, round),
        type: 'task.progressed',
        data: { percent: round * 25, stage: 'draw', message: 'Drawing the picture' },
      });
    }
  }
}
