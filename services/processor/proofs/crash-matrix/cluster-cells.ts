import { setTimeout as wait } from 'node:timers/promises';
import { readReplicas, untilInSync } from '@taskfold/kafka/testing';
import type { LocalKafkaCluster, LocalKafkaNode } from '@taskfold/local-servers';
import { expect } from 'vitest';
import { isReady } from '../../src/testing/admin-port.ts';
import { replayOptions } from '../../src/testing/replay-options.ts';
import { verify } from '../../src/verify/verify.ts';
import { callbackEnv } from './callback-env.ts';
import { type Cell, cell, type Environment } from './cell.ts';
import { startLoad } from './load.ts';
import { startReceiver } from './receiver.ts';

export interface ClusterServers {
  readonly postgresUrl: string;
  readonly cluster: LocalKafkaCluster;
}

/** Longer than the cluster waits for a broker, so that others lead its partitions and the group meanwhile. */
const FROZEN_MS = 9000;

/** Each broker in turn is killed, and started again; all of them lead partitions, and each may be the group's coordinator. */
export async function brokersKilled(servers: ClusterServers, environment?: Environment): Promise<void> {
  await underLoad(servers, environment, async (it, load) => {
    for (const node of servers.cluster.nodes) {
      expect(await leads(it, servers, node)).toBe(true);
      await node.kill();
      await load.more(60);
      await node.start();
      await inSync(it, servers);
    }
  });
}

/** A broker that leads stands still, with its connections open, and then goes on where it was. */
export async function brokerFrozen(servers: ClusterServers, environment?: Environment): Promise<void> {
  await underLoad(servers, environment, async (it) => {
    const [node] = await Promise.all(
      servers.cluster.nodes.map(async (one) => ((await leads(it, servers, one)) ? [one] : [])),
    ).then((leaders) => leaders.flat());
    if (node === undefined) throw new Error('no broker leads a partition');
    node.freeze();
    await wait(FROZEN_MS).finally(() => node.thaw());
    await inSync(it, servers);
  });
}

type Load = ReturnType<typeof startLoad>;

/** Two processors of one group fold, publish and call back while something is done to the cluster. */
async function underLoad(
  { postgresUrl, cluster: { brokers } }: ClusterServers,
  environment: Environment | undefined,
  act: (it: Cell, load: Load) => Promise<void>,
): Promise<void> {
  const it = await cell({ brokers, postgresUrl }, environment);
  const receiver = await startReceiver();
  const groupId = it.groupId();
  const env = callbackEnv();
  const processors = [it.start(env, groupId), it.start(env, groupId)];
  await Promise.all(processors.map((processor) => isReady(processor)));
  const load = startLoad(it, receiver);
  await load.more(60);
  await act(it, load);
  await load.more(60);
  await load.stop();
  await it.callersTold();
  await it.expectNothingShows();
  await load.expectEveryLifeToBeRight();
  expect(receiver.repeats()).toBe(0);
  expect(await verify(replayOptions(it.bench.env), 10)).toEqual({ count: 0, differences: [] });
  await it.expectGroupToBeBehind(groupId);
  await Promise.all(processors.map((processor) => isReady(processor)));
}

async function leads(
  it: Cell,
  { cluster }: ClusterServers,
  { id }: Pick<LocalKafkaNode, 'id'>,
): Promise<boolean> {
  const partitions = await readReplicas(cluster.brokers, [it.bench.topic]);
  for (const { replicas } of partitions) expect(replicas).toHaveLength(cluster.nodes.length);
  return partitions.some(({ leader }) => leader === id);
}

async function inSync({ bench }: Cell, { cluster }: ClusterServers): Promise<void> {
  await untilInSync(cluster.brokers, [
    bench.topic,
    bench.updatesTopic,
    bench.deadTopic,
    '__consumer_offsets',
  ]);
}
