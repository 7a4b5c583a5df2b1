import { type TaskEvent, taskKey } from '@taskfold/contract';
import type { LedgerEntryKey, RecordKeys, UsageRecordKey } from './load-records.ts';

/** The usage records and ledger entries that events name, each once. */
export function recordKeysOf(events: Iterable<TaskEvent>): RecordKeys {
  const usage = new Map<string, UsageRecordKey>();
  const ledger = new Map<string, LedgerEntryKey>();
  for (const event of events) {
    const { tenantId, taskId, source, id } = event;
    const task = taskKey(event);
    if (event.type === 'task.usage_recorded') {
      usage.set(`${task}\n${source}\n${id}`, { tenantId, taskId, source, eventId: id });
    } else if (event.type === 'task.charged' || event.type === 'task.refunded') {
      const kind = event.type === 'task.charged' ? 'charge' : 'refund';
      const { entry_id: entryId } = event.data;
      ledger.set(`${task}\n${kind}\n${entryId}`, { tenantId, taskId, kind, entryId });
    }
  }
  return { usage: [...usage.values()], ledger: [...ledger.values()] };
}
