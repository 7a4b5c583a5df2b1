import { giveServers } from './given-servers.ts';
import { shareServers } from './shared-servers.ts';

/**
 * One PostgreSQL and one Kafka for all systems of a run that need none of their own: each has a database and topics there. To
 * start the two takes as much as many a test of a system. Vitest calls what it returns at the end.
 */
export async function setup(): Promise<() => Promise<void>> {
  const { kafka, postgres, stop } = await shareServers();
  // Of this process, and of those that the tests run in.
  const takeBack = giveServers({ kafka, postgres }, process.env);
  return async () => {
    takeBack();
    await stop();
  };
}
