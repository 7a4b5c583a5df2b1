import { expect } from 'vitest';
import type { SpawnedProcessor } from './spawn-processor.ts';

/**
 * Asks the admin port of a processor that runs as a process of its own.
 *
 * @returns the status of the answer and its text
 */
export async function askAdminPort(
  processor: Pick<SpawnedProcessor, 'log' | 'logs'>,
  path: '/readyz' | '/livez' | '/metrics',
): Promise<{ readonly status: number; readonly text: string }> {
  await processor.logs('"admin_port"');
  const port = /"admin_port":(\d+)/.exec(processor.log())?.[1];
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

/** Waits until the processor is ready, or is not. */
export async function isReady(
  processor: Pick<SpawnedProcessor, 'log' | 'logs'>,
  ready = true,
): Promise<void> {
  const status = async () => (await askAdminPort(processor, '/readyz')).status;
  await expect.poll(status, { timeout: 30_000 }).toBe(ready ? 200 : 503);
}
