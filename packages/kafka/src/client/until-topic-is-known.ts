import { sleep } from '@taskfold/runtime';
import type { Admin } from 'kafkajs';

const WAIT_MS = 10_000;
const ASK_MS = 50;

/**
 * Waits until every partition of a new topic has a leader that answers for it. kafkajs's own wait gives up where a broker
 * answers before it has heard of the topic. A leader that is named may still refuse for a moment, and producers that are not
 * idempotent then send what the others have taken again.
 *
 * @throws when that takes longer than ten seconds
 */
export async function untilTopicIsKnown(client: Admin, topic: string): Promise<void> {
  const signal = AbortSignal.timeout(WAIT_MS);
  while (!(await isKnown(client, topic))) await sleep(ASK_MS, signal);
}

async function isKnown(client: Admin, topic: string): Promise<boolean> {
  if (!(await client.listTopics()).includes(topic)) return false;
  try {
    const { topics } = await client.fetchTopicMetadata({ topics: [topic] });
    const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
    if (partitions.length === 0 || partitions.some(({ leader }) => leader < 0)) return false;
    await client.fetchTopicOffsets(topic);
    return true;
  } catch {
    return false;
  }
}
