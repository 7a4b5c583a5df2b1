import type { CloudEventAttributes } from '@taskfold/contract';
import { exactText } from '../json/exact-text.ts';
import type { SignedParts } from '../signing/event-signatures.ts';
import type { EventPayload } from './read-event.ts';

/** What is signed of an event that was read, in either mode. @throws RangeError for a number that is never kept */
export function signedParts(attributes: CloudEventAttributes, { json, path }: EventPayload): SignedParts {
  const { id, source, type, subject, tenantid, time } = attributes;
  const data = json === null ? '' : (exactText(json.text, path) ?? '');
  return { id, source, type, subject, tenantid, time, data };
}
