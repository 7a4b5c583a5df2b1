import { TOPICS } from '@taskfold/contract';
import {
  differencesOf,
  replicationFactorOf,
  type TopicDefinition,
  type TopicDescription,
  type TopicDifference,
  taskTopics,
} from '@taskfold/kafka';
import { type Check, type Finding, fail, warn, when } from '../check.ts';
import { configOf, type Names, type Settings } from '../settings.ts';
import type { ExaminedKafka } from './open-kafka.ts';

type Kind = keyof typeof TOPICS;

const VARIABLES = { events: 'TOPIC_EVENTS', updates: 'TOPIC_UPDATES', dead: 'TOPIC_DEAD' } as const;
const TITLES = {
  events: 'Topic of events',
  updates: 'Topic of updates',
  dead: 'Topic of dead letters',
} as const;

/** Whether each topic is there, and as it was asked for. */
export function topicChecks(settings: Settings, cluster: () => ExaminedKafka): Check[] {
  return (Object.keys(TOPICS) as Kind[]).map((kind) => ({
    id: `kafka.topic.${kind}`,
    title: TITLES[kind],
    page: `docs/operations/doctor.md#kafkatopic`,
    needs: ['kafka.connection', 'configuration.names'],
    async examine() {
      const names = configOf(settings.names);
      const name = names[VARIABLES[kind]];
      const [topic, brokers] = await Promise.all([
        cluster().view.describeTopic(name),
        cluster().view.brokerCount(),
      ]);
      if (topic === null) {
        return {
          summary: `${name} is not there`,
          findings: [
            fail(
              `There is no topic ${name}.`,
              `Run taskfold topics create, or set ${VARIABLES[kind]} to the topic that is meant.`,
            ),
          ],
        };
      }
      const differences = differencesOf(wanted(kind, names, topic), topic);
      return {
        summary: `${name}: ${topic.partitions.length} ${topic.partitions.length === 1 ? 'partition' : 'partitions'}, ${replicationFactorOf(topic)} replicas`,
        values: {
          topic: name,
          partitions: topic.partitions.length,
          replicas: replicationFactorOf(topic),
          differences,
        },
        findings: [
          ...differences.flatMap((difference) => settingFindings(kind, name, difference)),
          ...safetyFindings(kind, name, topic, brokers),
          ...placeFindings(name, topic),
        ],
      };
    },
  }));
}

/** Where nobody says how many partitions there should be, those that are there are right. */
function wanted(kind: Kind, names: Names, topic: TopicDescription): TopicDefinition {
  const [definition] = taskTopics({
    names: { events: names.TOPIC_EVENTS, updates: names.TOPIC_UPDATES, dead: names.TOPIC_DEAD },
    partitions: names.TOPIC_PARTITIONS ?? topic.partitions.length,
    ...(names.TOPIC_REPLICATION_FACTOR === undefined
      ? {}
      : { replicationFactor: names.TOPIC_REPLICATION_FACTOR }),
    ...(names.TOPIC_MIN_INSYNC_REPLICAS === undefined
      ? {}
      : { minInSyncReplicas: names.TOPIC_MIN_INSYNC_REPLICAS }),
  }).filter((one) => one.name === names[VARIABLES[kind]]);
  if (definition === undefined) throw new Error(`${kind} is no topic of ours`);
  if (kind === 'dead') return { ...definition, partitions: topic.partitions.length };
  return kind === 'events'
    ? definition
    : {
        ...definition,
        config: { ...definition.config, 'max.message.bytes': String(names.UPDATE_MAX_BYTES) },
      };
}

/** What a setting that is otherwise does, by topic; what is not here is no more than odd. */
const HARM: Readonly<Record<string, string>> = {
  'events cleanup.policy':
    'Kafka deletes events of a task of which there are newer ones: they are lost for rebuilds, and for a processor that is behind',
  'events message.timestamp.type':
    'the times of records are the producers’ own: retention, lag and the rule of EVENT_SIGNING_SINCE go by what anybody may write',
  'updates cleanup.policy': 'the newest state of a task is deleted with age',
};

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

function settingFindings(kind: Kind, topic: string, difference: TopicDifference): readonly Finding[] {
  const { setting, expected, found } = difference;
  const has = `${topic} has ${setting} = ${found ?? 'nothing'}, and ${expected} was asked for`;
  const alter = `kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name ${topic} --add-config ${setting}=${expected}`;
  const harm = HARM[`${kind} ${setting}`];
  if (harm !== undefined) return [fail(`${has}: ${harm}.`, `Set it: ${alter}`)];
  const number = Number(found);
  switch (setting) {
    case 'partitions':
      return [
        warn(
          `${has}.`,
          'Correct TOPIC_PARTITIONS: Kafka takes no partitions back, and keys would move where it got more. For another count, make new topics.',
        ),
      ];
    case 'replication.factor':
      return [
        fail(
          `${has}: fewer brokers may be lost than is counted on.`,
          `Move its replicas with kafka-reassign-partitions.sh, or correct TOPIC_REPLICATION_FACTOR.`,
        ),
      ];
    case 'min.insync.replicas':
      return [
        fail(`${has}: what is acknowledged may be on fewer brokers than is counted on.`, `Set it: ${alter}`),
      ];
    case 'retention.ms':
    case 'retention.bytes': {
      if (kind !== 'events') return [warn(`${has}.`, `Set it: ${alter}`)];
      const lost = `${has}: what is deleted cannot be folded again, after a restore as in a rebuild.`;
      const isLong = setting === 'retention.ms' && number >= WEEK_MS;
      return [isLong ? warn(lost, `Set it: ${alter}`) : fail(lost, `Set it: ${alter}`)];
    }
    case 'max.message.bytes':
      return number < Number(expected)
        ? [fail(`${has}: larger records, which are allowed, are refused.`, `Set it: ${alter}`)]
        : [warn(`${has}: records may come that are larger than was thought of.`, `Set it: ${alter}`)];
    default:
      return [warn(`${has}.`, `Set it: ${alter}`)];
  }
}

/** Whether what is acknowledged outlives the loss of a broker. */
function safetyFindings(
  kind: Kind,
  name: string,
  topic: TopicDescription,
  brokers: number,
): readonly Finding[] {
  const replicas = replicationFactorOf(topic);
  const inSync = Number(topic.settings.get('min.insync.replicas') ?? 1);
  const harm = kind === 'updates' ? 'updates' : kind === 'dead' ? 'published dead letters' : 'events';
  return [
    ...when(brokers > 1 && replicas === 1, () =>
      warn(
        `Each partition of ${name} is on one of ${brokers} brokers alone: with it, its ${harm} are lost.`,
        'Move it to three of them with kafka-reassign-partitions.sh, and set min.insync.replicas to 2.',
      ),
    ),
    ...when(replicas > 2 && inSync < 2, () =>
      warn(
        `${name} has ${replicas} replicas and min.insync.replicas = ${inSync}: what is acknowledged may be on one broker alone, and be lost with it.`,
        'Set min.insync.replicas to 2, and TOPIC_MIN_INSYNC_REPLICAS with it.',
      ),
    ),
    ...when(replicas > 1 && inSync >= replicas, () =>
      warn(
        `${name} has ${replicas} replicas and min.insync.replicas = ${inSync}: with one broker away nothing can be published.`,
        `Set min.insync.replicas to ${replicas - 1}, or use more replicas.`,
      ),
    ),
    ...when(topic.settings.get('unclean.leader.election.enable') === 'true', () =>
      warn(
        `${name} has unclean.leader.election.enable = true: a broker that lacks the last records may take over, and they are lost.`,
        'Set it to false.',
      ),
    ),
  ];
}

/** Whether the brokers that should keep it do. */
function placeFindings(name: string, { partitions, settings }: TopicDescription): readonly Finding[] {
  const least = Number(settings.get('min.insync.replicas') ?? 1);
  const numbers = (some: TopicDescription['partitions']) => some.map(({ partition }) => partition).join(', ');
  const leaderless = partitions.filter(({ leader }) => leader === null);
  const closed = partitions.filter(({ leader, inSync }) => leader !== null && inSync.length < least);
  const behind = partitions.filter(
    ({ leader, inSync, replicas }) =>
      leader !== null && inSync.length >= least && inSync.length < replicas.length,
  );
  const look = 'Start the brokers that are away, or look what keeps them behind.';
  return [
    ...when(leaderless.length > 0, () =>
      fail(
        `No broker leads ${name}, partitions ${numbers(leaderless)}: nothing can be written or read there.`,
        look,
      ),
    ),
    ...when(closed.length > 0, () =>
      fail(
        `Fewer than ${least} brokers have ${name}, partitions ${numbers(closed)}: nothing can be published there.`,
        look,
      ),
    ),
    ...when(behind.length > 0, () =>
      warn(`Some replicas of ${name}, partitions ${numbers(behind)}, are behind.`, look),
    ),
  ];
}
