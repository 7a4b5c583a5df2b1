/** The ten meters of the published contract, in the order in which answers show them. */
export const METERS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_creation_tokens',
  'reasoning_tokens',
  'image_count',
  'image_pixels',
  'video_seconds',
  'audio_seconds',
  'characters',
] as const;

export type Meter = (typeof METERS)[number];
