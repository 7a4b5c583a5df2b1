import { SIGNATURE_ATTRIBUTE } from '@taskfold/contract';
import type { OutgoingRecord } from '../record.ts';
import { type EventSignatures, parseEventSigningKeys } from '../signing/event-signatures.ts';
import { encodeStructured, type OutgoingEvent } from './encode-event.ts';
import { readContent } from './read-content.ts';
import { readAttributes } from './read-event.ts';
import { signedParts } from './signed-parts.ts';

/** Makes the record of an event of our own. */
export type EncodeSystemEvent = (event: OutgoingEvent) => OutgoingRecord;

/**
 * Events of our own in structured mode, signed where there are keys.
 *
 * @param keys the setting `EVENT_SIGNING_KEYS`
 */
export function systemEventEncoder(keys: string | undefined): EncodeSystemEvent {
  if (keys === undefined) return encodeStructured;
  const signatures = parseEventSigningKeys(keys);
  return (event) => {
    const signature = signatureOf(event, signatures);
    return encodeStructured({
      ...event,
      extensions: { ...event.extensions, [SIGNATURE_ATTRIBUTE]: signature },
    });
  };
}

/** Signed is what its reader will find, so it is read as they read it. */
function signatureOf(event: OutgoingEvent, signatures: EventSignatures): string {
  const { value, headers } = encodeStructured(event);
  const bytes = Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name, text === null ? null : Buffer.from(text)]),
  );
  const content = readContent({ value, headers: bytes });
  if (content.kind === 'fault') throw new Error(`an event of our own: ${content.problems.join(' ')}`);
  const read = readAttributes(content.attributes);
  if (read.kind === 'fault') throw new Error(`an event of our own: ${read.problems.join(' ')}`);
  if ('kind' in content.payload) {
    throw new Error(`an event of our own: ${content.payload.problems.join(' ')}`);
  }
  return signatures.sign(signedParts(read.attributes, content.payload));
}
