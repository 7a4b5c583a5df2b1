import type { Tone } from '../../ui/icons.tsx';
import { Badge } from '../../ui/parts.tsx';
import type { ListedLetter } from '../ask/operations.ts';

const TONES: Readonly<Record<ListedLetter['status'], Tone>> = {
  open: 'failed',
  discarded: 'queued',
  redriven: 'succeeded',
};

/** What became of a dead letter. */
export function LetterStatus({ status }: Pick<ListedLetter, 'status'>) {
  return <Badge tone={TONES[status]}>{status}</Badge>;
}
