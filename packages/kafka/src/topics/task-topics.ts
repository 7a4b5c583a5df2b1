import { TOPICS } from '@taskfold/contract';
import type { TopicDefinition } from '../port.ts';

export interface TaskTopicsOptions {
  readonly names: { readonly events: string; readonly updates: string; readonly dead: string };
  /** Of the events and of the updates, which have as many. */
  readonly partitions: number;
  /** The broker's default when absent. */
  readonly replicationFactor?: number;
}

/** What `LogAdmin.ensureTopics` needs to make the three topics. Dead letters are few and keep no order: one partition. */
export function taskTopics({ names, partitions, replicationFactor }: TaskTopicsOptions): TopicDefinition[] {
  const replication = replicationFactor === undefined ? {} : { replicationFactor };
  return [
    { name: names.events, partitions, config: TOPICS.events.config, ...replication },
    { name: names.updates, partitions, config: TOPICS.updates.config, ...replication },
    { name: names.dead, partitions: 1, config: TOPICS.dead.config, ...replication },
  ];
}
