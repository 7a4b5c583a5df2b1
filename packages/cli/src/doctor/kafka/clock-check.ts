import type { Check } from '../check.ts';
import { clockFindings } from '../clocks.ts';
import { configOf, type Settings } from '../settings.ts';
import type { ExaminedKafka } from './open-kafka.ts';

/** A record this far ahead of us is none that came a moment ago. */
const TOLERANCE_MS = 1000;
const MOST_AHEAD_MS = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * Kafka tells nobody its time. Of records that the brokers stamp, none can be newer than their clock: one from our future shows
 * that it is ahead. That it is behind shows only in what is written, which this does not do.
 */
export function kafkaClockCheck(settings: Settings, cluster: () => ExaminedKafka): Check {
  return {
    id: 'kafka.clock',
    title: 'Clock of Kafka',
    page: 'docs/operations/doctor.md#kafkaclock',
    needs: ['kafka.connection', 'configuration.names'],
    async examine(signal) {
      const { TOPIC_EVENTS: topic } = configOf(settings.names);
      await cluster().requireTopic(topic);
      const now = Date.now();
      const isAfter = async (milliseconds: number) => {
        signal.throwIfAborted();
        const [since, ends] = await Promise.all([
          cluster().view.offsetsSince(topic, milliseconds),
          cluster().admin.stableOffsets(topic),
        ]);
        return [...since].some(([partition, offset]) => offset < (ends.get(partition) ?? 0));
      };
      if (!(await isAfter(now + TOLERANCE_MS))) {
        return { summary: 'no record from the future; whether it is behind cannot be told without writing' };
      }
      const aheadMs = await newest(isAfter, now);
      return {
        summary: `a record is ${(aheadMs / 1000).toFixed(1)} s ahead of this machine's clock`,
        values: { ahead_ms: aheadMs },
        findings: clockFindings('the brokers (or, without LogAppendTime, of a producer)', {
          aheadMs,
          uncertainMs: 0,
        }),
      };
    },
  };
}

/** How far the newest record is ahead, to a tenth, by halving. */
async function newest(isAfter: (milliseconds: number) => Promise<boolean>, now: number): Promise<number> {
  let [low, high] = [TOLERANCE_MS, MOST_AHEAD_MS];
  while (high / low > 1.1) {
    const middle = Math.sqrt(low * high);
    if (await isAfter(Math.round(now + middle))) low = middle;
    else high = middle;
  }
  return low;
}
