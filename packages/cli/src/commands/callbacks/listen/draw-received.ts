import { outside } from '../../../output/fields.ts';
import type { View } from '../../../output/output.ts';
import { type Received, shownParts } from './receive.ts';

/** One callback on a line: when, whether it is signed, what it tells, and what the local server made of it. */
export function drawReceived(
  { received_at, verified, repeated, webhook_id, forwarded, body }: Received,
  { style }: View,
): string {
  const parts = shownParts(body);
  return [
    style.faint(received_at.slice(11, 19)),
    verified ? style.good('verified') : style.bad('not signed'),
    parts && verified ? outside(parts.type) : '',
    parts && verified ? `${outside(parts.data.task_id)} revision ${parts.data.revision}` : '',
    repeated ? style.warn('again') : '',
    forwarded === null ? '' : forwardedOf(forwarded, style),
    style.faint(outside(webhook_id ?? 'without a webhook-id')),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function forwardedOf(
  { status, error, duration_ms }: NonNullable<Received['forwarded']>,
  style: View['style'],
): string {
  const took = `after ${duration_ms} ms`;
  if (status === null) return style.bad(`→ ${outside(error ?? 'no answer')}, ${took}`);
  const text = `→ ${status} ${took}`;
  return status >= 200 && status < 300 ? style.good(text) : style.bad(text);
}
