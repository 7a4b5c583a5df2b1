import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

export interface Group extends AsyncDisposable {
  /** Waits until the group has so many members, and all of them know their partitions. */
  settled(members: number): Promise<void>;
}

const POLL_MS = 100;
const TIMEOUT_MS = 120_000;

export async function watchGroup(brokers: string, groupId: string): Promise<Group> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  return {
    async settled(members) {
      const late = performance.now() + TIMEOUT_MS;
      for (;;) {
        const { groups } = await admin.describeGroups([groupId]);
        const [group] = groups;
        if (group?.state === 'Stable' && group.members.length === members) return;
        if (performance.now() > late) throw new Error(`${groupId} did not come to ${members} members`);
        await wait(POLL_MS);
      }
    },
    async [Symbol.asyncDispose]() {
      await admin.disconnect();
    },
  };
}
