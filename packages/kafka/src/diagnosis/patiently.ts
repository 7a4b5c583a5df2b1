import { sleep } from '@taskfold/runtime';
import type { KafkaFault } from './fault.ts';

const PATIENCE_MS = 2500;
const WAIT_MS = 500;

/** Looks again for some seconds where Kafka is away, as it is while it starts. @returns the last that was seen */
export async function patiently(look: () => Promise<KafkaFault | null>): Promise<KafkaFault | null> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const fault = await look();
    if (fault === null || fault.kind === 'refused' || performance.now() > end) return fault;
    await sleep(WAIT_MS, new AbortController().signal);
  }
}
