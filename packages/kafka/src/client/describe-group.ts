import kafkajs, { type Admin } from 'kafkajs';
import type { GroupDescription } from '../port.ts';

// Node finds only some of the names that this CommonJS module exports, and this is none of them.
const { AssignerProtocol } = kafkajs;

/** Who shares out what. A group that nobody ever joined is as one that all have left. */
export async function describeGroup(client: Admin, groupId: string): Promise<GroupDescription> {
  const { groups } = await client.describeGroups([groupId]);
  const [group] = groups;
  if (group === undefined) return { state: 'Dead', members: [] };
  return {
    state: group.state,
    members: group.members.map(({ memberId, clientId, clientHost, memberAssignment }) => ({
      memberId,
      clientId,
      // Java prints addresses so.
      host: clientHost.replace(/^\//, ''),
      partitions: partitionsOf(memberAssignment),
    })),
  };
}

/** By topic; none while the group shares out anew. */
function partitionsOf(bytes: Buffer): ReadonlyMap<string, readonly number[]> {
  if (bytes.length === 0) return new Map();
  const decoded = AssignerProtocol.MemberAssignment.decode(bytes);
  return new Map(
    Object.entries(decoded?.assignment ?? {}).map(([topic, partitions]) => [
      topic,
      partitions.toSorted((a, b) => a - b),
    ]),
  );
}
