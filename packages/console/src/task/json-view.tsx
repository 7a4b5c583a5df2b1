import { useMemo } from 'react';
import { ExactNumber } from '../api/exact-json.ts';
import { shownLines, shownText } from '../text/visible.ts';
import { mediaOf, mediaOrigins } from './media.ts';

/** What is shown of one list or object at first; more would make a page of a million lines. */
const MOST = 200;
/** Deeper parts are closed until somebody opens them. */
const OPEN_DEPTH = 2;

interface ValueProps {
  readonly value: unknown;
  readonly depth: number;
  readonly origins: readonly string[];
}

/** A value of JSON as a tree, whatever is in it as text; media of allowed origins are shown. */
export function JsonView({ value }: { readonly value: unknown }) {
  const origins = useMemo(mediaOrigins, []);
  return (
    <div className="json">
      <Value value={value} depth={0} origins={origins} />
    </div>
  );
}

function Value({ value, depth, origins }: ValueProps) {
  if (value instanceof ExactNumber) return <span>{value.digits}</span>;
  if (typeof value === 'string') return <StringValue text={value} origins={origins} />;
  if (typeof value !== 'object' || value === null) return <span>{String(value)}</span>;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return <span>{isList ? '[]' : '{}'}</span>;
  const shown = entries.slice(0, MOST);
  const lines = (
    <div>
      {shown.map(([key, each]) => (
        <div key={key}>
          <span className="key">{isList ? key : shownText(JSON.stringify(key))}</span>{' '}
          <Value value={each} depth={depth + 1} origins={origins} />
        </div>
      ))}
      {entries.length > MOST ? (
        <p className="faint">and {entries.length - MOST} more: the raw envelope below has them</p>
      ) : null}
    </div>
  );
  if (depth === 0) return lines;
  return (
    <details open={depth <= OPEN_DEPTH}>
      <summary className="faint">
        {isList ? 'list' : 'object'} of {entries.length}
      </summary>
      {lines}
    </details>
  );
}

function StringValue({ text, origins }: { readonly text: string; readonly origins: readonly string[] }) {
  const media = mediaOf(text, origins);
  return (
    <>
      <bdi className="string">{shownLines(text)}</bdi>
      {media?.kind === 'image' ? (
        <img src={media.url} alt="" loading="lazy" referrerPolicy="no-referrer" />
      ) : null}
      {media?.kind === 'audio' ? (
        // biome-ignore lint/a11y/useMediaCaption: what was made comes without captions
        <audio src={media.url} controls preload="none" />
      ) : null}
      {media?.kind === 'video' ? (
        // biome-ignore lint/a11y/useMediaCaption: what was made comes without captions
        <video src={media.url} controls preload="none" />
      ) : null}
    </>
  );
}
