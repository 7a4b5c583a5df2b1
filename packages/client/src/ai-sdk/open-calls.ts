import type { TaskReporter } from '../reporter/task-reporter.ts';
import type { AiCall, AiMeters } from './call.ts';
import { addMeters } from './meters.ts';

/** Streams that nobody reads to their end never say so: of more than these, the oldest is forgotten. */
const MOST = 10_000;

export interface OpenCall {
  readonly call: AiCall;
  readonly task: TaskReporter;
  /** What its steps used so far. */
  readonly usage: AiMeters;
  add(usage: AiMeters): void;
}

/** Calls that have begun and are not over. */
export function createOpenCalls() {
  const calls = new Map<unknown, OpenCall>();
  return {
    start(call: AiCall, task: TaskReporter) {
      let usage: AiMeters = {};
      calls.set(call.callId, {
        call,
        task,
        get usage() {
          return usage;
        },
        add(more) {
          usage = addMeters(usage, more);
        },
      });
      const [oldest] = calls.keys();
      if (calls.size > MOST) calls.delete(oldest);
    },
    of: (callId: unknown) => calls.get(callId),
    /** The call, which is over from here on; nothing where it was before. */
    end(callId: unknown) {
      const call = calls.get(callId);
      calls.delete(callId);
      return call;
    },
  };
}
