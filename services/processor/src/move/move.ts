import { inTransaction } from '@taskfold/database';
import type { LogAdmin, TopicDefinition } from '@taskfold/kafka';
import { type RebuildOptions, refusalOf } from '../rebuild/rebuild.ts';
import { beginRebuild, currentRebuild, noteRebuild, type Rebuild } from '../rebuild/rebuilds.ts';
import { type Connections, openConnections } from '../replay/connections.ts';
import { takeExclusive } from '../replay/exclusive.ts';
import { checkSources, checkWholeLog } from '../replay/preconditions.ts';
import { Refusal } from '../replay/refusal.ts';
import { createVersion, dropVersion, STANDBY, versionExists } from '../replay/version.ts';
import { copyLog } from './copy-log.ts';
import { forgetCopy } from './copy-notes.ts';
import { foldCopy } from './fold-copy.ts';
import { switchTopic } from './switch-topic.ts';

export interface MoveOptions extends RebuildOptions {
  /** The topic to move to; made where it is missing. */
  readonly target: TopicDefinition;
}

/** While it is filled the copy keeps the times of the records; afterwards the broker gives them, as it should. */
const TIMES = 'message.timestamp.type';

/**
 * Copies the events topic into one with other partitions and folds that into the standby, or goes on with it. Processors and API
 * go on meanwhile.
 *
 * @throws Refusal where the log cannot tell, or a rebuild is there
 */
export async function moveTopic(options: MoveOptions): Promise<void> {
  await withMove(options, async (move) => void (await catchUp(move)));
}

/**
 * Makes the copy the events topic, in one transaction, once both are folded to their ends.
 *
 * @throws Refusal where a processor runs, or something is not finished; nothing is changed then
 */
export async function switchToMoved(options: MoveOptions): Promise<void> {
  const { config, target, onStep } = options;
  await withMove(options, async (move) => {
    const { connections, admin, rebuild } = move;
    const { members } = await connections.kafka.clusterView().describeGroup(config.KAFKA_GROUP_ID);
    if (members.length > 0) {
      throw new Refusal(
        `${members.length} processors of the group ${config.KAFKA_GROUP_ID} run. Nothing was changed. Stop them, and whoever publishes to ${config.TOPIC_EVENTS}, the API included.`,
      );
    }
    await catchUp(move);
    onStep('comparing the tasks, and switching');
    const [ends, targetEnds] = [
      await admin.stableOffsets(config.TOPIC_EVENTS),
      await admin.stableOffsets(target.name),
    ];
    const switched = inTransaction(
      connections.comparePool,
      async (client) => {
        await switchTopic(client, {
          projection: config.PROJECTION,
          topic: config.TOPIC_EVENTS,
          target: target.name,
          targetCount: target.partitions,
          partitioner: config.PARTITIONER,
          ends,
          targetEnds,
        });
        await noteRebuild(client, rebuild.rebuildId, 'swapped', 0);
        return { kind: 'applied' };
      },
      "BEGIN; SET LOCAL lock_timeout = '5s'",
    );
    await switched.catch((error: unknown) => {
      throw refusalOf(error) ?? error;
    });
    await admin.configureTopic(target.name, target.config);
    await dropVersion(connections.comparePool, STANDBY);
    await noteRebuild(connections.comparePool, rebuild.rebuildId, 'dropped');
  });
}

/** Copies what was published to the old topic after the switch. @throws Refusal before it */
export async function copyStragglers(options: MoveOptions): Promise<void> {
  await withConnections(options, async (connections) => {
    const { rowCount } = await connections.comparePool.query(
      'SELECT FROM public.checkpoints WHERE projection = $1 AND topic = $2 AND partition_count = 0',
      [options.config.PROJECTION, options.config.TOPIC_EVENTS],
    );
    if (rowCount === 0) throw new Refusal(`${options.config.TOPIC_EVENTS} was not moved yet: move it.`);
    await copy(options, connections);
  });
}

interface Move extends MoveOptions {
  readonly connections: Connections;
  readonly admin: LogAdmin;
  readonly rebuild: Rebuild;
}

async function catchUp(move: Move): Promise<void> {
  const { config, connections, rebuild, target, onStep, onProgress, signal } = move;
  onStep(`copying ${config.TOPIC_EVENTS} to ${target.name}`);
  await copy(move, connections);
  onStep(`folding ${target.name}`);
  const targetCount = target.partitions;
  await foldCopy({ config, connections, rebuild, target: target.name, targetCount, signal, onProgress });
  if (rebuild.state === 'replaying') await noteRebuild(connections.comparePool, rebuild.rebuildId, 'ready');
}

async function copy(
  { config, target, signal, onProgress }: MoveOptions,
  connections: Connections,
): Promise<void> {
  await copyLog({
    kafka: connections.kafka,
    pool: connections.comparePool,
    topic: config.TOPIC_EVENTS,
    target: target.name,
    targetCount: target.partitions,
    partitioner: config.PARTITIONER,
    groupId: `${config.KAFKA_GROUP_ID}-move-${target.name}`,
    concurrency: config.PARTITIONS_AT_ONCE,
    signal,
    onProgress,
  });
}

async function withConnections<Result>(
  { config, logger }: MoveOptions,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  // What is moved is also what the services may not change: it takes the owner of the tables.
  const connections = openConnections({ ...config, DATABASE_ROLE: 'none' }, STANDBY, logger);
  try {
    const fault = await connections.pathFault();
    if (fault !== null) throw new Refusal(fault);
    await connections.kafka.requireConnection();
    const exclusive = await takeExclusive(connections.comparePool, STANDBY);
    if (exclusive === null) throw new Refusal('Another process is at it. Wait for it, or stop it.');
    connections.onClose(async () => exclusive.letGo());
    return await work(connections);
  } finally {
    await connections.close();
  }
}

async function withMove(options: MoveOptions, work: (move: Move) => Promise<void>): Promise<void> {
  const { config, target } = options;
  await withConnections(options, async (connections) => {
    const { comparePool, kafka } = connections;
    const admin = kafka.admin();
    const live = { projection: config.PROJECTION, topic: config.TOPIC_EVENTS };
    if (target.name === live.topic)
      throw new Refusal(`${target.name} is the topic that is moved: name another one.`);
    await checkWholeLog(admin, live.topic);
    await checkSources(comparePool, live);
    const known = await currentRebuild(comparePool);
    if (known !== null && (known.topic !== target.name || known.projection !== live.projection)) {
      throw new Refusal(
        `There is a standby already, of ${known.projection} from ${known.topic}. Nothing was changed. Drop it first.`,
      );
    }
    const [report] = await admin.ensureTopics([
      { ...target, config: { ...target.config, [TIMES]: 'CreateTime' } },
    ]);
    if (known === null && report?.created === false) await mustBeEmpty(admin, target.name);
    if (known === null) await forgetCopy(comparePool, { topic: live.topic, target: target.name });
    const found = await admin.partitionCount(target.name);
    if (found !== target.partitions) {
      throw new Refusal(`${target.name} has ${found} partitions, and ${target.partitions} are asked for.`);
    }
    if (report?.differences.some(({ setting }) => setting === TIMES) === true) {
      throw new Refusal(
        `${target.name} does not keep the times of records. Delete it: the move makes it itself.`,
      );
    }
    if (!(await versionExists(comparePool, STANDBY))) await createVersion(comparePool, STANDBY, true);
    const rebuild = known ?? (await beginRebuild(comparePool, { ...live, topic: target.name }));
    await work({ ...options, connections, admin, rebuild });
  });
}

async function mustBeEmpty(admin: LogAdmin, topic: string): Promise<void> {
  const offsets = await admin.offsets(topic);
  if (offsets.every(({ high }) => high === 0)) return;
  throw new Refusal(`${topic} holds records already: name a topic that is not there yet, or is empty.`);
}
