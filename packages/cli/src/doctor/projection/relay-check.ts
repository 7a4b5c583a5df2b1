import { readRelays } from '@taskfold/database/operators';
import { type Check, fail, warn, when } from '../check.ts';
import type { Database } from '../database/open-database.ts';
import { configOf, type Settings } from '../settings.ts';

const LATE_SECONDS = 60;

/** Whether somebody publishes what changed, and how far that is behind. */
export function relayCheck(settings: Settings, database: () => Database): Check {
  return {
    id: 'projection.relay',
    title: 'Publishing of updates',
    page: 'docs/operations/README.md#alarms',
    needs: ['database.connection', 'configuration.names'],
    async examine() {
      const { TOPIC_UPDATES: topic } = configOf(settings.names);
      const relay = (await readRelays(await database().pool())).find((one) => one.topic === topic);
      const changes = (relay?.lag ?? []).reduce((sum, lag) => sum + lag.changes, 0);
      const seconds = Math.max(0, ...(relay?.lag ?? []).map((lag) => lag.seconds));
      const isHeld = relay?.lease?.isHeld === true;
      return {
        summary: `${changes} changes wait, ${seconds.toFixed(1)} s`,
        values: { topic, changes, lag_seconds: seconds, lease_held: isHeld },
        findings: [
          ...when(!isHeld, () =>
            fail(
              relay === undefined
                ? `Nobody ever published to ${topic}.`
                : `Nobody publishes to ${topic}: the lease of the relay has run out.`,
              'Start a processor with the role relay; where one runs, compare its TOPIC_UPDATES, and look at its log.',
            ),
          ),
          ...when(isHeld && seconds > LATE_SECONDS, () =>
            warn(
              `The oldest change that is not published has waited ${seconds.toFixed(0)} s.`,
              'Look whether Kafka takes what is published: taskfold doctor --only kafka.',
            ),
          ),
        ],
      };
    },
  };
}
