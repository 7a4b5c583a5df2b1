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

export const METER_DESCRIPTIONS: Readonly<Record<Meter, string>> = {
  input_tokens: 'Tokens read.',
  output_tokens: 'Tokens written.',
  cache_read_tokens: 'Tokens read from a cache.',
  cache_creation_tokens: 'Tokens written to a cache.',
  reasoning_tokens: 'Tokens spent on reasoning.',
  image_count: 'Images made.',
  image_pixels: 'Pixels made.',
  video_seconds: 'Seconds of video made.',
  audio_seconds: 'Seconds of audio made or heard.',
  characters: 'Characters spoken.',
};
