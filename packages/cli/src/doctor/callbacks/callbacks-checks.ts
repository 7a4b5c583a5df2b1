import { deliveryFigures, type NotedBreaker, openBreakers } from '@taskfold/database/operators';
import { shellWord } from '../../output/shell-word.ts';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import type { Database } from '../database/open-database.ts';
import { configOf, type Settings } from '../settings.ts';

const LATE_SECONDS = 60;
const MOST_BREAKERS = 100;
const MOST_HOSTS = 5;

const GATES = `
  SELECT kafka_partition AS partition, coalesce(g.open_until > now(), false) AS is_open
  FROM checkpoints LEFT JOIN callback_gates AS g USING (kafka_partition)
  WHERE projection = $1 AND topic = $2 ORDER BY 1`;

/** Receivers that have not answered for some attempts; with each, callbacks of others to it wait as well. */
const FAILING = `
  SELECT host, count(*)::int AS waiting, max(attempt_count)::int AS attempts FROM (
    SELECT host, attempt_count FROM deliveries WHERE state = 'waiting' ORDER BY due_at LIMIT 10000
  ) AS w GROUP BY host HAVING max(attempt_count) >= 3 ORDER BY 2 DESC LIMIT ${MOST_HOSTS}`;

interface Failing {
  readonly host: string;
  readonly waiting: number;
  readonly attempts: number;
}

/** Whether callers are told in time. */
export function callbacksChecks(settings: Settings, database: () => Database): Check[] {
  return [
    {
      id: 'callbacks.deliveries',
      title: 'Callbacks that are due',
      page: 'docs/operations/README.md#alarms',
      needs: ['database.connection'],
      async examine() {
        const pool = await database().pool();
        const [figures, breakers, { rows }] = await Promise.all([
          deliveryFigures(pool),
          openBreakers(pool, MOST_BREAKERS),
          pool.query<Failing>(FAILING),
        ]);
        const alone = Map.groupBy(breakers, ({ host }) => host);
        const failing = rows.filter(({ host }) => !alone.has(host));
        const { ready, waiting, oldestReadySeconds: oldest, outbox } = figures;
        return {
          summary: `${ready} due, the oldest for ${oldest.toFixed(0)} s; ${waiting} wait for their next attempt`,
          values: {
            ready,
            waiting,
            oldest_due_seconds: oldest,
            unpublished_results: outbox,
            failing,
            breakers,
          },
          findings: [
            ...when(oldest > LATE_SECONDS, () =>
              fail(
                `The oldest callback has been due for ${oldest.toFixed(0)} s: callers are not told.`,
                'Look whether a processor with the role callbacks runs, and whether gates are open (callbacks.gates). Who waits: taskfold deliveries list --due',
              ),
            ),
            ...[...alone.values()].slice(0, MOST_HOSTS).map(leftAlone),
            ...failing.map(({ host, waiting: ofHost, attempts }) =>
              warn(
                `${host} has not taken ${ofHost} callbacks, one of them for ${attempts} attempts.`,
                `Tell its owner. What it answered: taskfold deliveries list --host ${shellWord(host)}`,
              ),
            ),
          ],
        };
      },
    },
    {
      id: 'callbacks.gates',
      title: 'Gates of callbacks',
      page: 'docs/operations/doctor.md#callbacksgates',
      needs: ['database.connection', 'configuration.names'],
      async examine() {
        const { PROJECTION, TOPIC_EVENTS } = configOf(settings.names);
        const pool = await database().pool();
        const { rows } = await pool.query<{ readonly partition: number; readonly is_open: boolean }>(GATES, [
          PROJECTION,
          TOPIC_EVENTS,
        ]);
        const closed = rows.filter(({ is_open: isOpen }) => !isOpen).map(({ partition }) => partition);
        return {
          summary: `${rows.length - closed.length} of ${rows.length} open`,
          values: { open: rows.length - closed.length, closed },
          findings: when(closed.length > 0, () =>
            warn(
              `No callback of the partitions ${closed.join(', ')} is sent: nobody has folded them as far as their log went when they were assigned.`,
              'Let a processor with the role fold catch up; where it has, look at its log. What the log tells of attempts must be known before any is made.',
            ),
          ),
        };
      },
    },
  ];
}

/** What processors found of one host. */
function leftAlone(breakers: readonly NotedBreaker[]): Finding {
  const { host, failures, lastError } = breakers.reduce((most, each) =>
    each.failures > most.failures ? each : most,
  );
  const by = [...new Set(breakers.map(({ processor }) => processor))].toSorted().join(', ');
  return warn(
    `${host} does not answer: ${failures} attempts in a row failed, the last at ${lastError}. It is left alone by ${by}, and tried with one attempt at a time.`,
    `Tell its owner, and look whether this network lets processors reach it. What is owed to it: taskfold deliveries list --host ${shellWord(host)}`,
  );
}
