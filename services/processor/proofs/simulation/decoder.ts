import { type Decoded, decodeRecord, type LogRecord } from '@taskfold/kafka';

/** Events whose id begins like this make the decoder throw. */
export const UNREADABLE = 'unreadable';
/** Events whose id begins like this make the fold throw. */
export const UNFOLDABLE = 'unfoldable';

/** The decoder with the faults that nobody knows of yet: it throws over some records, and gives an event to others that throws. */
export function decodeFaultily(record: LogRecord, partitionCount: number): Decoded {
  const decoded = decodeRecord(record, { partitionCount, partitioner: 'murmur2' });
  if (decoded.kind === 'rejected') return decoded;
  const { event } = decoded;
  if (event.id.startsWith(UNREADABLE)) throw new TypeError('the decoder has a fault');
  if (!event.id.startsWith(UNFOLDABLE)) return decoded;
  const faulty = Object.defineProperty({ ...event }, 'data', {
    get(): never {
      throw new TypeError('the fold has a fault');
    },
  });
  return { kind: 'event', event: faulty };
}
