import type { TestProject } from 'vitest/node';
import { shareServers } from './shared-servers.ts';
import './provided.ts';

/** One PostgreSQL and one Kafka for all integration tests of a run. Vitest calls what it returns at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { kafka, postgres, stop } = await shareServers();
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresPoolerUrl', postgres.poolerUrl);
  project.provide('kafka', kafka);
  return stop;
}
