import { abortable } from '@taskfold/runtime/command';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { CommandFailure } from '../outcome/command-failure.ts';

/** The API sends a comment every 15 seconds: a stream that is silent for longer than this is dead. */
const SILENT_MS = 45_000;
/** A state of a task has 16 MiB at most (`streamTask` of the contract), and is escaped within JSON. */
const MAX_BUFFERED = 64 * 1024 * 1024;

/**
 * The server-sent events of an answer, as they come; ends where the answer ends.
 *
 * @throws CommandFailure `unavailable` where it breaks off or is silent
 */
export async function* readServerEvents(
  response: Response,
  signal: AbortSignal,
  silentMs: number = SILENT_MS,
): AsyncGenerator<EventSourceMessage> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event), maxBufferSize: MAX_BUFFERED });
  try {
    for (;;) {
      const silence = AbortSignal.timeout(silentMs);
      const { done, value } = await abortable(reader.read(), AbortSignal.any([signal, silence])).catch(
        (cause) => {
          signal.throwIfAborted();
          const what = silence.aborted ? `was silent for ${silentMs / 1_000} s` : 'broke off';
          throw new CommandFailure('unavailable', `The stream ${what}.`, { cause });
        },
      );
      if (done) return;
      parser.feed(value);
      yield* arrived.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
