type MediaKind = 'image' | 'audio' | 'video';

const ENDINGS: Readonly<Record<MediaKind, RegExp>> = {
  image: /\.(?:png|jpe?g|webp|gif|avif)$/i,
  audio: /\.(?:mp3|wav|ogg|m4a|flac)$/i,
  video: /\.(?:mp4|webm|mov)$/i,
};

export interface Media {
  readonly kind: MediaKind;
  readonly url: string;
}

/** What an address shows, where it is of an origin that pages may load from; anything else is text. */
export function mediaOf(text: unknown, origins: readonly string[]): Media | null {
  if (typeof text !== 'string' || origins.length === 0 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!origins.includes(url.origin) || url.username !== '' || url.password !== '') return null;
  const kind = (['image', 'audio', 'video'] as const).find((each) => ENDINGS[each].test(url.pathname));
  return kind === undefined ? null : { kind, url: url.href };
}

/** The origins that the page says it may load from: those that its policy names. */
export function mediaOrigins(): readonly string[] {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="media-origins"]');
  return (meta?.content ?? '').split(' ').filter((origin) => origin !== '');
}
