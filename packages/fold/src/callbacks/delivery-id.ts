import { createHash } from 'node:crypto';
import type { CallbackEvent } from '@taskfold/contract';

/**
 * The `webhook-id` of every attempt to tell of one event of a task. Made from what it is about and not drawn, so that a
 * database that was lost, and is folded anew, tells with the ids that receivers know.
 */
export function deliveryId(tenantId: string, taskId: string, type: CallbackEvent): string {
  // Neither id holds a slash.
  const hash = createHash('sha256').update(`${tenantId}/${taskId}/${type}`).digest('base64url');
  return `cb_${hash.slice(0, 32)}`;
}
