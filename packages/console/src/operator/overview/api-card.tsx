import { Badge, Said } from '../../ui/parts.tsx';
import type { Readiness } from '../ask/use-readiness.ts';

/** What the API process that answers reaches. */
export function ApiCard({ readiness }: { readonly readiness: Readiness }) {
  return (
    <section className="card" aria-labelledby="api">
      <header>
        <h2 id="api">The API process that answers</h2>
        <span className="faint">As its /readyz says; processors have one of their own, on port 9091.</span>
      </header>
      <ul className="body secrets">
        {Object.entries(readiness).map(([name, { ok, reason }]) => (
          <li key={name}>
            <strong>{name}</strong>
            <Badge tone={ok ? 'succeeded' : 'failed'}>{ok ? 'ok' : 'not ok'}</Badge>
            <span className="faint">
              <Said text={reason} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
