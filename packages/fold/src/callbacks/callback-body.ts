import { type CallbackEvent, type Instant, type JsonText, toWireTime } from '@taskfold/contract';
import type { VisibleTask } from '../facts/visible-task.ts';
import { renderTask } from '../render/task.ts';

export interface CallbackBodyOptions {
  readonly type: CallbackEvent;
  /** Of the event that is told of. */
  readonly eventTime: Instant;
  /** Where the API is reached, without a slash at the end; links are paths where it is not known. */
  readonly publicUrl: string | undefined;
}

/** An output of more bytes is replaced by a link to the task. */
const MAX_OUTPUT_BYTES = 20_000;

/**
 * The body of a callback: type and time of the event, and the task as it is now, so that its `revision` tells which of two
 * is newer. Without `input`, which the receiver's side knows; a large `output` is `{"link": <the task>}`.
 */
export function callbackBody(view: VisibleTask, { type, eventTime, publicUrl }: CallbackBodyOptions): string {
  const options = { baseUrl: publicUrl, without: ['input'] } as const;
  const { output } = view;
  const large = output !== null && Buffer.byteLength(output) > MAX_OUTPUT_BYTES;
  const shown = large ? { ...view, output: linkTo(view, publicUrl) } : view;
  return `{"type":"${type}","timestamp":"${toWireTime(eventTime)}","data":${renderTask(shown, options)}}`;
}

function linkTo({ task_id }: VisibleTask, publicUrl = ''): JsonText {
  return JSON.stringify({ link: `${publicUrl}/v1/tasks/${task_id}` }) as JsonText;
}
