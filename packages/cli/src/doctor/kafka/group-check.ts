import type { GroupDescription } from '@taskfold/kafka';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import { configOf, type Settings } from '../settings.ts';
import type { ExaminedKafka } from './open-kafka.ts';

/** Whether processors share out all partitions. */
export function groupCheck(settings: Settings, cluster: () => ExaminedKafka): Check {
  return {
    id: 'kafka.group',
    title: 'Group of processors',
    page: 'docs/operations/doctor.md#kafkagroup',
    needs: ['kafka.connection', 'configuration.names'],
    async examine() {
      const { KAFKA_GROUP_ID: groupId, TOPIC_EVENTS: topic } = configOf(settings.names);
      await cluster().requireTopic(topic);
      const [group, count] = await Promise.all([
        cluster().view.describeGroup(groupId),
        cluster().admin.partitionCount(topic),
      ]);
      const members = group.members.map(({ clientId, host, partitions }) => ({
        client_id: clientId,
        host,
        partitions: partitions.get(topic) ?? [],
      }));
      return {
        summary: `${groupId}: ${group.state.toLowerCase()}, ${members.length} ${members.length === 1 ? 'member' : 'members'}`,
        values: { group: groupId, state: group.state, members },
        findings: findingsOf(groupId, topic, count, group),
      };
    },
  };
}

function findingsOf(
  groupId: string,
  topic: string,
  count: number,
  { state, members }: GroupDescription,
): readonly Finding[] {
  if (members.length === 0) {
    return [
      fail(
        `The group ${groupId} has no members: no processor folds ${topic}, and nothing that is published shows.`,
        'Start a processor with the role fold; where one runs, look at its log and its /readyz, and whether KAFKA_GROUP_ID is the same.',
      ),
    ];
  }
  if (state !== 'Stable') {
    return [
      warn(
        `The group ${groupId} shares its partitions out anew (${state}).`,
        'Run doctor again in some seconds: where that goes on, members come and go, or one does not answer (KAFKA_SESSION_TIMEOUT_MS).',
      ),
    ];
  }
  const owned = new Set(members.flatMap(({ partitions }) => partitions.get(topic) ?? []));
  const unowned = Array.from({ length: count }, (_none, partition) => partition).filter(
    (partition) => !owned.has(partition),
  );
  return when(unowned.length > 0, () =>
    fail(
      `Nobody in the group ${groupId} reads ${topic}, partitions ${unowned.join(', ')}.`,
      owned.size === 0
        ? `Its members read another topic: look at TOPIC_EVENTS and KAFKA_GROUP_ID of the processors.`
        : 'Restart the processors: they learn of partitions that were added later.',
    ),
  );
}
