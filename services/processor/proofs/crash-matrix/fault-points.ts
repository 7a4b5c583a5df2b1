/** Where a process can end while it folds a chunk, in the order in which a chunk comes by. */
export const FAULT_POINTS = [
  'before_begin',
  'before_lock',
  'after_lock',
  'after_load',
  'before_write',
  'after_write',
  'after_advance',
  'before_commit',
  'commit_sent',
  'after_commit',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

export interface Fault {
  readonly point: FaultPoint;
  /** Which time that the point comes by, counted from 1. */
  readonly time: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** What the processor writes when it is there. */
export const REACHED = 'the fault point is reached';

const PRELOAD = new URL('preload.ts', import.meta.url).href;
const MUTATION_PRELOAD = new URL('../mutations/preload.ts', import.meta.url).href;

/** The environment that makes a processor send itself a signal. */
export function faultEnv({ point, time, signal }: Fault): Record<string, string> {
  return {
    NODE_OPTIONS: `--import=${PRELOAD}`,
    FAULT_POINT: point,
    FAULT_TIME: String(time),
    FAULT_SIGNAL: signal,
  };
}

/** The environment that takes a safeguard away, beside what another environment does. */
export function mutationEnv(
  name: string,
  { NODE_OPTIONS = '', ...env }: Readonly<Record<string, string>> = {},
) {
  return { ...env, MUTATION: name, NODE_OPTIONS: `--import=${MUTATION_PRELOAD} ${NODE_OPTIONS}`.trim() };
}
