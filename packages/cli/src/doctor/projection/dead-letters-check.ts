import { type Check, warn, when } from '../check.ts';
import type { Database } from '../database/open-database.ts';
import { configOf, type Settings } from '../settings.ts';

/** Counting more of them tells nobody anything. */
const MOST = 100_000;

const OPEN = `
  SELECT code, count(*)::int AS count, max(stored_at) AS newest FROM (
    SELECT code, stored_at FROM dead_letters WHERE topic = $1 AND status = 'open' ORDER BY stored_at DESC LIMIT ${MOST}
  ) AS open GROUP BY code ORDER BY 2 DESC`;

const UNPUBLISHED = `
  SELECT
    (SELECT count(*)::int FROM (SELECT FROM dead_letters WHERE published_at IS NULL
      AND stored_at < now() - interval '5 minutes' LIMIT ${MOST}) AS d) AS dead,
    (SELECT count(*)::int FROM (SELECT FROM rekeyed_records WHERE published_at IS NULL
      AND stored_at < now() - interval '5 minutes' LIMIT ${MOST}) AS r) AS rekeyed`;

interface Open {
  readonly code: string;
  readonly count: number;
  readonly newest: string;
}

/** Whether records wait for a person, or to be published. */
export function deadLettersCheck(settings: Settings, database: () => Database): Check {
  return {
    id: 'projection.dead_letters',
    title: 'Dead letters',
    page: 'docs/operations/operator-api.md#dead-letters',
    needs: ['database.connection', 'configuration.names'],
    async examine() {
      const pool = await database().pool();
      const { TOPIC_EVENTS: topic } = configOf(settings.names);
      const [{ rows: open }, { rows }] = await Promise.all([
        pool.query<Open>(OPEN, [topic]),
        pool.query<{ readonly dead: number; readonly rekeyed: number }>(UNPUBLISHED),
      ]);
      const { dead = 0, rekeyed = 0 } = rows[0] ?? {};
      const count = open.reduce((sum, one) => sum + one.count, 0);
      return {
        summary: count === 0 ? 'none is open' : `${count} open`,
        values: { open, unpublished: dead, unpublished_rekeyed: rekeyed },
        findings: [
          ...open.map(({ code, count: ofCode, newest }) =>
            warn(
              `${ofCode} dead letters ${code} wait for a decision, the newest since ${newest.slice(0, 19)}Z.`,
              `Look at them: taskfold dead-letters list --status open --code ${code}. Tell the producer, then redrive or discard them.`,
            ),
          ),
          ...when(dead > 0, () =>
            warn(
              `${dead} dead letters have not been published for five minutes.`,
              'Look whether a processor with the role relay runs, and TOPIC_DEAD is there.',
            ),
          ),
          ...when(rekeyed > 0, () =>
            warn(
              `${rekeyed} misplaced records have not been published again for five minutes.`,
              'Look whether a processor with the role fold runs, and Kafka takes what is published.',
            ),
          ),
        ],
      };
    },
  };
}
