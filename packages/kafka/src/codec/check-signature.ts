import { type CloudEventAttributes, isSystemEvent, SIGNATURE_ATTRIBUTE } from '@taskfold/contract';
import type { EventSignatures, SignatureVerdict } from '../signing/event-signatures.ts';
import { type EventPayload, type Fault, fault } from './read-event.ts';
import { signedParts } from './signed-parts.ts';

/** Whether events of our own must be signed. */
export interface SignatureRule {
  readonly signatures: EventSignatures;
  /** Records that the broker took before are believed, since 1970: those of a time when nobody signed. */
  readonly sinceMs: number;
}

const WHY: Readonly<Record<Exclude<SignatureVerdict, 'valid'>, string>> = {
  missing: 'it is not signed',
  unknown_key: 'it is signed with a key that EVENT_SIGNING_KEYS does not have here',
  wrong: 'its signature is not that of its content',
};

/** @returns why an event that only Taskfold may publish is not believed; null for one that is, and for any other */
export function signatureFault(
  attributes: CloudEventAttributes,
  unchecked: Readonly<Record<string, unknown>>,
  payload: EventPayload,
  timestampMs: number,
  { signatures, sinceMs }: SignatureRule,
): Fault | null {
  if (!isSystemEvent(attributes) || timestampMs < sinceMs) return null;
  const verdict = verdictOf(() =>
    signatures.check(signedParts(attributes, payload), unchecked[SIGNATURE_ATTRIBUTE]),
  );
  if (verdict === 'valid') return null;
  return fault(
    'forged_event',
    `Only Taskfold itself publishes events of the type task.callback_attempted or with a source below /taskfold/, but this one does not come from it: ${WHY[verdict]}. Find out who may write to the topic. Where a service of your own published it, give all of them the same EVENT_SIGNING_KEYS, and set EVENT_SIGNING_SINCE to when they have them.`,
  );
}

/** What has no text to sign was never signed. */
function verdictOf(check: () => SignatureVerdict): SignatureVerdict {
  try {
    return check();
  } catch (error) {
    if (error instanceof RangeError) return 'wrong';
    throw error;
  }
}
