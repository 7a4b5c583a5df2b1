import type { Tone } from '../ui/icons.tsx';
import type { DeliveryStatus } from './ask-deliveries.ts';

/** How it stands with a delivery, for people. */
export const STATUS_WORDS: Readonly<
  Record<DeliveryStatus, { readonly title: string; readonly tone: Tone; readonly none: string }>
> = {
  failed: { title: 'Failed', tone: 'failed', none: 'No caller was given up: each was told, or will be.' },
  retrying: { title: 'Retrying', tone: 'canceled', none: 'No attempt has failed that is made again.' },
  pending: { title: 'Waiting', tone: 'queued', none: 'No task has ended whose caller was not called yet.' },
  delivered: { title: 'Delivered', tone: 'succeeded', none: 'No caller was told yet.' },
};
