import { expect, test } from 'vitest';
import { runProcessor } from '../../testing/run-processor.ts';
import { createWorkbench, lifeOf } from '../../testing/workbench.ts';

// The contract keeps out whatever PostgreSQL is known to refuse, so the test brings a limit of its own.
const LIMIT = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.input::text LIKE '%unstorable%' THEN
      RAISE EXCEPTION 'index row size exceeds the maximum' USING ERRCODE = '54000';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION refuse()`;

test('a record that PostgreSQL refuses becomes a dead letter, and its neighbours in the chunk are served', async () => {
  const bench = await createWorkbench();
  await bench.pool.query(LIMIT);
  const lives = Array.from({ length: 60 }, (_none, index) => lifeOf(`task_${index}`)).flat();
  const refused = ['refused_1', 'refused_2'].map((subject) => ({
    id: subject,
    source: '/test',
    type: 'task.created',
    time: '2026-11-01T00:00:00Z',
    subject,
    tenantid: 'acme',
    data: { capability: 'image.generate', model: 'm', input: { prompt: 'unstorable' } },
  }));
  await bench.publish([...lives.slice(0, 200), ...refused, ...lives.slice(200)]);
  const processor = await runProcessor(bench.env);
  await bench.caughtUp();
  const { rows } = await bench.pool.query('SELECT code, message FROM dead_letters');
  const dead = {
    code: 'unstorable',
    message: 'PostgreSQL refuses what the event brings (SQLSTATE 54000).',
  };
  expect(rows).toEqual([dead, dead]);
  const timeline = await bench.pool.query('SELECT FROM timeline');
  expect(timeline.rowCount).toBe(lives.length);
  const tasks = await bench.pool.query("SELECT FROM tasks WHERE status = 'succeeded'");
  expect(tasks.rowCount).toBe(60);
  expect(processor.ready().ok).toBe(true);
  // Halving finds each in a number of transactions that grows with the logarithm of the chunk.
  const chunks = processor.lines().filter(({ msg }) => msg === 'chunk').length;
  expect(chunks).toBeLessThan(40);
});
