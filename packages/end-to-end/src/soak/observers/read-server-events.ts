import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The API sends a comment every 15 seconds: a stream that is silent for longer is dead. */
const SILENT_MS = 20_000;

/**
 * The server-sent events of an answer, as they come, until it ends.
 *
 * @throws where it breaks off, or is silent for too long
 */
export async function* readServerEvents(response: Response): AsyncGenerator<EventSourceMessage> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event) });
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`the stream was silent for ${SILENT_MS} ms`)), SILENT_MS);
      });
      const { done, value } = await Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer));
      if (done) return;
      parser.feed(value);
      yield* arrived.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
