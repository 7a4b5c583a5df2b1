import type { LedgerTotals, TaskState } from './state.ts';

/** The state of a task of which no event is known: revision 0, not visible. */
export function emptyState(tenantId: string, taskId: string): TaskState {
  return {
    tenantId,
    taskId,
    revision: 0,
    updatedAt: null,
    creation: null,
    status: 'queued',
    startedAt: null,
    attempt: null,
    resolvedModel: null,
    progress: null,
    stages: [],
    output: null,
    warnings: [],
    usage: null,
    ledger: NO_ENTRIES,
    settled: false,
    cancelRequest: null,
    end: null,
    callbacks: [],
    conflict: false,
    erased: false,
  };
}

const NO_ENTRIES: LedgerTotals = { charges: 0, charged: '0', refunds: 0, refunded: '0' };
