import type { ReporterOptions } from './options.ts';
import { warnOfRefusal } from './warn-of-refusal.ts';

type Callbacks = Required<Pick<ReporterOptions, 'onRefused' | 'onDropped' | 'onError'>>;

/**
 * The functions that are told what becomes of events, without what they throw: that one of them fails is no reason to send an event
 * again, or to send none any more.
 */
export function harmless({ onRefused = warnOfRefusal, onDropped, onError }: Partial<Callbacks>): Callbacks {
  return { onRefused: quiet(onRefused), onDropped: quiet(onDropped), onError: quiet(onError) };
}

function quiet<Told extends readonly unknown[]>(
  callback: ((...told: Told) => unknown) | undefined,
): (...told: Told) => void {
  return (...told) => {
    try {
      // One that is asynchronous fails later.
      Promise.resolve(callback?.(...told)).catch(() => {});
    } catch {}
  };
}
