import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { shownText } from '../../text/visible.ts';
import type { OpenedLetter } from '../ask/operations.ts';
import { asked } from '../ask/use-live.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useOperator } from '../session/operator-session.ts';
import { bytesOf, hexLines, textOf } from './bytes.ts';
import { BytesView } from './bytes-view.tsx';
import { letterPath } from './settle.ts';

/** The bytes of the record, asked for when somebody wants to see them: they are a tenant's. */
export function LetterRecord({ letter }: { readonly letter: OpenedLetter }) {
  const { token } = useOperator();
  const [wanted, setWanted] = useState(false);
  const path = letterPath(letter);
  const query = useQuery({
    queryKey: ['record', path],
    queryFn: ({ signal }) => asked(token, 'getDeadLetter', { path, query: { include: 'payload' }, signal }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <section className="card" aria-labelledby="record">
      <header>
        <h2 id="record">The record as it came</h2>
        {wanted || letter.pruned_at !== null ? null : (
          <span className="actions">
            <button type="button" className="button" onClick={() => setWanted(true)}>
              Show its bytes
            </button>
          </span>
        )}
      </header>
      {letter.pruned_at !== null ? (
        <p className="body faint">Its bytes were removed with age. It cannot be published again.</p>
      ) : wanted ? (
        <Loaded what="the record" query={query}>
          {({ record }) => <Bytes record={record} letter={letter} />}
        </Loaded>
      ) : (
        <p className="body faint">
          Key, value and headers. They are the tenant’s, and may hold what people entered.
        </p>
      )}
    </section>
  );
}

function Bytes({ record, letter }: Pick<OpenedLetter, 'record'> & { readonly letter: OpenedLetter }) {
  if (record === undefined) return null;
  const headers = Object.entries(record.headers_base64);
  const file = `${letter.topic}-${letter.partition}-${letter.offset}`;
  return (
    <>
      <BytesView name="Value" base64={record.value_base64} file={`${file}.value`} />
      <BytesView name="Key" base64={record.key_base64} file={`${file}.key`} />
      <div className="body">
        <h3>Headers</h3>
        {headers.length === 0 ? (
          <p className="faint">none</p>
        ) : (
          <dl className="headers">
            {headers.map(([name, base64]) => (
              <div key={name} className="headers-line">
                <dt className="mono">
                  <bdi>{shownText(name)}</bdi>
                </dt>
                <dd className="mono">{base64 === null ? 'null' : <HeaderValue bytes={bytesOf(base64)} />}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </>
  );
}

/** Text where it is some, else in hexadecimal. */
function HeaderValue({ bytes }: { readonly bytes: Uint8Array }) {
  const { text, isUtf8 } = textOf(bytes);
  return (
    <bdi>
      {isUtf8
        ? shownText(text)
        : hexLines(bytes)
            .map(({ hex }) => hex)
            .join(' ')}
    </bdi>
  );
}
