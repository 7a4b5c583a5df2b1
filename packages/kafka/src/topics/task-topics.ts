import { TOPICS } from '@taskfold/contract';
import type { TopicDefinition } from '../port.ts';

export interface TaskTopicsOptions {
  readonly names: { readonly events: string; readonly updates: string; readonly dead: string };
  /** Of the events and of the updates, which have as many. */
  readonly partitions: number;
  /** The broker's default when absent. */
  readonly replicationFactor?: number;
  /** Brokers that must hold what is acknowledged. */
  readonly minInSyncReplicas?: number;
}

/** What `LogAdmin.ensureTopics` needs to make the three topics. Dead letters are few and keep no order: one partition. */
export function taskTopics(options: TaskTopicsOptions): TopicDefinition[] {
  const { names, partitions, replicationFactor, minInSyncReplicas } = options;
  const replication = replicationFactor === undefined ? {} : { replicationFactor };
  const inSync = minInSyncReplicas === undefined ? {} : { 'min.insync.replicas': String(minInSyncReplicas) };
  return [
    { name: names.events, partitions, config: { ...TOPICS.events.config, ...inSync }, ...replication },
    { name: names.updates, partitions, config: { ...TOPICS.updates.config, ...inSync }, ...replication },
    { name: names.dead, partitions: 1, config: { ...TOPICS.dead.config, ...inSync }, ...replication },
  ];
}
