import type { ApiClient } from '../api/api-client.ts';
import type { FaultWindows } from '../faults/fault-windows.ts';
import type { Findings } from '../findings.ts';
import type { Seen } from './seen.ts';

/** What every observer is given. */
export interface ObserverContext {
  readonly api: ApiClient;
  readonly findings: Findings;
  readonly windows: FaultWindows;
  readonly seen: Seen;
  /** Aborted when there is nothing more to observe. */
  readonly signal: AbortSignal;
}

/** What observers read of a task or its summary. */
export interface ObservedTask {
  readonly task_id: string;
  readonly revision: number;
  readonly status: string;
  readonly completed_at: string | null;
}

export const isEnded = ({ completed_at }: ObservedTask): boolean => completed_at !== null;
