import { readPartitions } from '@taskfold/database/operators';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import type { Database } from '../database/open-database.ts';
import type { ExaminedKafka } from '../kafka/open-kafka.ts';
import { configOf, type Settings } from '../settings.ts';

/** As the alarm has it. */
const LATE_SECONDS = 60;
/** Seconds after which a note of a processor says that it notes no more. */
const NOTE_IS_OLD = 30;

/** Whether the log still has what comes next, and how much waits. */
export function logChecks(
  settings: Settings,
  database: () => Database,
  cluster: () => ExaminedKafka,
): Check[] {
  return [
    {
      id: 'projection.log',
      title: 'Log and checkpoints',
      page: 'docs/operations/README.md#halts',
      needs: ['database.connection', 'kafka.connection', 'configuration.names'],
      async examine() {
        const { TOPIC_EVENTS: topic, PROJECTION: projection } = configOf(settings.names);
        await cluster().requireTopic(topic);
        const [states, log] = await Promise.all([
          readPartitions(await database().pool(), { projection, topic }),
          cluster().admin.offsets(topic),
        ]);
        const next = new Map(
          states.map(({ partition, checkpoint }) => [partition, checkpoint?.nextOffset ?? 0]),
        );
        const waiting = log.reduce(
          (sum, { partition, high }) => sum + Math.max(0, high - (next.get(partition) ?? 0)),
          0,
        );
        return {
          summary: `${waiting} records wait`,
          values: { waiting },
          findings: log.flatMap(({ partition, low, high }): readonly Finding[] => {
            const at = next.get(partition) ?? 0;
            if (high < at) {
              return [
                fail(
                  `Partition ${partition} of ${topic} ends at offset ${high}, and everything below ${at} is folded already: the topic was truncated or made anew.`,
                  'Restore the topic, or begin anew under new names (TOPIC_EVENTS, PROJECTION).',
                ),
              ];
            }
            return when(low > at && high > at, () =>
              fail(
                `Partition ${partition} of ${topic} begins at offset ${low}, and the next event to fold is ${at}: ${low - at} offsets are lost.`,
                'Restore the topic, and set its retention to unlimited: taskfold doctor --only kafka.topic.events says how.',
              ),
            );
          }),
        };
      },
    },
    {
      id: 'projection.lag',
      title: 'How far folding is behind',
      page: 'docs/operations/README.md#alarms',
      needs: ['database.connection', 'configuration.names'],
      async examine() {
        const { TOPIC_EVENTS: topic, PROJECTION: projection } = configOf(settings.names);
        const lags = (await readPartitions(await database().pool(), { projection, topic })).flatMap(
          ({ partition, lag }) => (lag === null ? [] : [{ partition, ...lag }]),
        );
        const worst = Math.max(0, ...lags.map(({ seconds }) => seconds));
        const age = Math.max(0, ...lags.map(({ noteAge }) => noteAge));
        const open = lags.filter(({ openTransactionSeconds }) => openTransactionSeconds > LATE_SECONDS);
        return {
          summary: lags.length === 0 ? 'never noted' : `${worst.toFixed(1)} s, noted ${age.toFixed(0)} s ago`,
          values: { lag_seconds: worst, noted_seconds_ago: age },
          findings: [
            ...when(lags.length > 0 && age > NOTE_IS_OLD, () =>
              fail(
                `No processor has noted how far it is for ${age.toFixed(0)} s: nobody folds all partitions.`,
                'Start a processor with the role fold, or look at the log and at /readyz of the one that runs.',
              ),
            ),
            ...when(worst > LATE_SECONDS, () =>
              warn(
                `The oldest event that is not folded has waited ${worst.toFixed(0)} s.`,
                'Look whether the database is slow (taskfold_chunk_duration_seconds), and add a processor: partitions are shared out.',
              ),
            ),
            ...open.map(({ partition, openTransactionSeconds: seconds }) =>
              warn(
                `A transaction of a producer has been open for ${seconds.toFixed(0)} s, and holds back partition ${partition}.`,
                `End it: kafka-transactions.sh --bootstrap-server … find-hanging --topic ${topic} names it, abort ends it.`,
              ),
            ),
          ],
        };
      },
    },
    {
      id: 'projection.halts',
      title: 'Halted partitions',
      page: 'docs/operations/README.md#halts',
      needs: ['database.connection', 'configuration.names'],
      async examine() {
        const { TOPIC_EVENTS: topic, PROJECTION: projection } = configOf(settings.names);
        const halted = (await readPartitions(await database().pool(), { projection, topic })).flatMap(
          ({ partition, halt }) => (halt === null ? [] : [{ partition, ...halt }]),
        );
        return {
          summary: halted.length === 0 ? 'none' : `${halted.length}`,
          values: {
            halts: halted.map(({ partition, reason, haltedAt }) => ({
              partition,
              reason,
              halted_at: haltedAt,
            })),
          },
          findings: halted.map(({ partition, reason, message, haltedAt }) =>
            fail(
              `Partition ${partition} of ${topic} stands still since ${haltedAt.slice(0, 19)}Z (${reason}). ${message}`,
              `Mend the cause as the table of halts has it for ${reason}, then restart the processor.`,
            ),
          ),
        };
      },
    },
  ];
}
