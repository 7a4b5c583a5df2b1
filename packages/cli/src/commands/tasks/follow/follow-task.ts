import { OPERATIONS } from '@taskfold/contract';
import { messageOf, sleep } from '@taskfold/runtime/command';
import { type ApiClient, waitBefore } from '../../../api/client.ts';
import { readServerEvents } from '../../../api/read-events.ts';
import { type FollowedState, isOver, taskStateOf } from './task-state.ts';

export interface FollowTaskOptions {
  readonly signal: AbortSignal;
  /** Ask again and again instead of streaming. */
  readonly poll: boolean;
  /** Told when the connection is lost, once until it is back. */
  readonly note: (line: string) => void;
}

/** Streams that bring nothing: after so many one after another, the way there lets no stream through, and it is asked instead. */
const BARREN_STREAMS = 2;
/** The first state of a stream comes at once. */
const FIRST_WITHIN_MS = 15_000;
const HELD_SECONDS = 25;
const LEAST_HELD_MS = 1_000;

/**
 * The states of a task as they come, their revisions strictly rising, until nothing more is expected of it. A connection that is
 * lost is made anew, later and later, and goes on after the revision that came last.
 *
 * @throws CommandFailure for what another attempt would not mend, such as a task that does not exist
 */
export async function* followTask(
  api: ApiClient,
  taskId: string,
  { signal, poll, note }: FollowTaskOptions,
): AsyncGenerator<FollowedState> {
  let revision = 0;
  let barren = 0;
  for (let failures = 0; ; ) {
    const streams = !poll && barren < BARREN_STREAMS;
    try {
      barren += 1;
      for await (const state of (streams ? streamed : polled)(api, taskId, revision, signal)) {
        if (state === 'over') return;
        barren = 0;
        failures = 0;
        if (state.task.revision <= revision) continue;
        revision = state.task.revision;
        yield state;
      }
    } catch (error) {
      signal.throwIfAborted();
      const waitMs = waitBefore(error, failures);
      if (waitMs === undefined) throw error;
      if (failures === 0) note(`${messageOf(error)} Trying again.`);
      failures += 1;
      await sleep(waitMs, signal);
    }
  }
}

type Followed = AsyncGenerator<FollowedState | 'over'>;

/** Until the stream ends, which says that the task is over or that the server wants the client to come again. */
async function* streamed(api: ApiClient, taskId: string, revision: number, signal: AbortSignal): Followed {
  const response = await api.open(OPERATIONS.streamTask, {
    path: { task_id: taskId },
    headers: {
      accept: 'text/event-stream',
      ...(revision === 0 ? {} : { 'last-event-id': String(revision) }),
    },
    signal,
  });
  if (response.status === 204) {
    yield 'over';
    return;
  }
  const silentMs = revision === 0 ? FIRST_WITHIN_MS : undefined;
  let last: FollowedState | undefined;
  for await (const { data } of readServerEvents(response, signal, silentMs)) {
    last = taskStateOf(data);
    yield last;
  }
  if (last !== undefined && isOver(last.task)) yield 'over';
}

/** One answer, held until there is a newer revision. */
async function* polled(api: ApiClient, taskId: string, revision: number, signal: AbortSignal): Followed {
  const began = performance.now();
  const answer = await api.call(OPERATIONS.getTask, {
    path: { task_id: taskId },
    headers: revision === 0 ? {} : { 'if-none-match': `"r${revision}"`, prefer: `wait=${HELD_SECONDS}` },
    waitSeconds: HELD_SECONDS,
    signal,
  });
  if (answer.status === 304) {
    // A proxy may answer by itself, without holding the request.
    if (performance.now() - began < LEAST_HELD_MS) await sleep(LEAST_HELD_MS, signal);
    return;
  }
  const state = taskStateOf(JSON.stringify(answer.json));
  yield state;
  if (isOver(state.task)) yield 'over';
}
