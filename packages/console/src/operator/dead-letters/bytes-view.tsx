import { useState } from 'react';
import { shownLines } from '../../text/visible.ts';
import { saveBlob } from '../../ui/save-file.ts';
import { bytesOf, hexLines, sizeText, textOf } from './bytes.ts';

/** What is shown at first of each; more would make a page that nobody can scroll. */
const MOST_TEXT = 16_384;
const MOST_HEX = 2048;

interface BytesViewProps {
  /** What they are of: key, value. */
  readonly name: string;
  /** Null where there is none. */
  readonly base64: string | null;
  /** A name for the file that they are saved as. */
  readonly file: string;
}

/** Bytes that somebody published, as text and in hexadecimal. Nothing of them is run, loaded or followed. */
export function BytesView({ name, base64, file }: BytesViewProps) {
  const [form, setForm] = useState<'text' | 'hex'>('text');
  const [all, setAll] = useState(false);
  if (base64 === null) {
    return (
      <div className="body">
        <h3>{name}</h3>
        <p className="faint">none</p>
      </div>
    );
  }
  const bytes = bytesOf(base64);
  const most = form === 'text' ? MOST_TEXT : MOST_HEX;
  const shown = all ? bytes : bytes.subarray(0, most);
  const { isUtf8 } = textOf(bytes);
  return (
    <div className="body bytes" role="group" aria-label={name}>
      <div className="tabs">
        <h3>{name}</h3>
        <span className="faint">
          {sizeText(bytes.length)}
          {isUtf8 ? '' : ', not UTF-8: what is none stands as \\x and two digits'}
        </span>
        <span className="spread" />
        {(['text', 'hex'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="button"
            aria-pressed={form === each}
            onClick={() => setForm(each)}
          >
            {each === 'text' ? 'Text' : 'Hex'}
          </button>
        ))}
        <button
          type="button"
          className="button"
          onClick={() =>
            saveBlob(file, new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' }))
          }
        >
          Save
        </button>
      </div>
      {form === 'text' ? (
        <pre tabIndex={0}>
          <bdi>{shownLines(textOf(shown).text)}</bdi>
        </pre>
      ) : (
        <pre tabIndex={0} className="hex">
          {hexLines(shown)
            .map((line) => `${line.offset}  ${line.hex.padEnd(47)}  ${line.ascii}`)
            .join('\n')}
        </pre>
      )}
      {bytes.length > shown.length ? (
        <button type="button" className="button quiet" onClick={() => setAll(true)}>
          Show all {sizeText(bytes.length)}
        </button>
      ) : null}
    </div>
  );
}
