import { z } from 'zod';

/** The least session that brokers take unless their group.min.session.timeout.ms says otherwise. */
export const DEFAULT_SESSION_TIMEOUT_MS = 6000;

/** What a rebalance waits for at most, before all members know of it. A heartbeat takes a tenth of a millisecond. */
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 300;
/** So many of them may get lost before the group takes a consumer for dead. */
const LEAST_HEARTBEATS = 3;

/** How a service is a member of its consumer group, in its environment. */
export const GROUP_VARIABLES = {
  KAFKA_SESSION_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1000)
    .max(1_800_000)
    .default(DEFAULT_SESSION_TIMEOUT_MS)
    .meta({
      description:
        "How long a processor that died without a word keeps its partitions. Not below the brokers' group.min.session.timeout.ms, 6000 by default.",
    }),
  KAFKA_HEARTBEAT_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(600_000)
    .default(DEFAULT_HEARTBEAT_INTERVAL_MS)
    .meta({
      description:
        'How often a processor asks whether the group hands out partitions anew, for which it waits for all of its members; at most a third of KAFKA_SESSION_TIMEOUT_MS.',
    }),
};

/** The rule over both, for the `check` of a schema. */
export function refuseRareHeartbeats({
  value,
  issues,
}: z.core.ParsePayload<{
  readonly KAFKA_SESSION_TIMEOUT_MS: number;
  readonly KAFKA_HEARTBEAT_INTERVAL_MS: number;
}>): void {
  const { KAFKA_SESSION_TIMEOUT_MS: session, KAFKA_HEARTBEAT_INTERVAL_MS: heartbeat } = value;
  if (heartbeat * LEAST_HEARTBEATS <= session) return;
  issues.push({
    code: 'custom',
    path: ['KAFKA_HEARTBEAT_INTERVAL_MS'],
    message: `must be at most ${Math.floor(session / LEAST_HEARTBEATS)}, a third of KAFKA_SESSION_TIMEOUT_MS`,
    input: heartbeat,
  });
}
