/** How long a new key may be good for, in days; `custom` is an instant that the reader chooses, `never` has no end. */
export const LIFETIMES = [
  { name: 'never', label: 'It never expires', days: null },
  { name: '30', label: 'In 30 days', days: 30 },
  { name: '90', label: 'In 90 days', days: 90 },
  { name: '365', label: 'In a year', days: 365 },
  { name: 'custom', label: 'At a time that I choose', days: null },
] as const;

export type Lifetime = (typeof LIFETIMES)[number]['name'];

const DAY_MS = 86_400_000;

/**
 * When a key ends that is made now.
 *
 * @param chosen the reader's own time, without a zone, as an input of the browser has it
 * @returns RFC 3339; null for never; undefined where nothing that is a time was chosen
 */
export function endOf(lifetime: Lifetime, chosen: string, now: number): string | null | undefined {
  if (lifetime === 'never') return null;
  if (lifetime !== 'custom') return new Date(now + Number(lifetime) * DAY_MS).toISOString();
  const at = new Date(chosen);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** How long a key that is replaced works on beside the new one, in seconds; a week is the most that the API takes. */
export const GRACES = [
  { seconds: 86_400, label: 'For a day' },
  { seconds: 3600, label: 'For an hour' },
  { seconds: 259_200, label: 'For three days' },
  { seconds: 604_800, label: 'For a week' },
  { seconds: 0, label: 'Not at all: it ends now' },
] as const;
