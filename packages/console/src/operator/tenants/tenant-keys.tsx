import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { At, Badge, Said } from '../../ui/parts.tsx';
import type { ListedKey } from '../ask/operations.ts';
import { asked, useLive } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';

interface TenantKeysProps {
  readonly tenantId: string;
  readonly now: number;
}

/** The keys of a tenant, by their first characters. */
export function TenantKeys({ tenantId, now }: TenantKeysProps) {
  const path = { tenant_id: tenantId };
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useLive('listTenantKeys', { path, query: { cursor: cursors.at(-1) } });
  const queries = useQueryClient();
  const [ending, setEnding] = useState<ListedKey | null>(null);
  return (
    <>
      <Loaded what="its keys" query={query}>
        {({ data, next_cursor: next }) =>
          data.length === 0 ? (
            <p className="faint">It has no key.</p>
          ) : (
            <>
              <ul className="secrets" aria-label={`Keys of ${tenantId}`}>
                {data.map((key) => (
                  <li key={key.key_id} data-key={key.key_id}>
                    <span className="mono">{key.key_start}…</span>
                    <Said text={key.name} />
                    <KeyState apiKey={key} now={now} />
                    <span className="faint">
                      {key.scopes.join(', ')}; used{' '}
                      {key.last_used_at === null ? 'never' : <At time={key.last_used_at} now={now} />}; made{' '}
                      <At time={key.created_at} now={now} />
                    </span>
                    {key.revoked_at === null ? (
                      <button type="button" className="button" onClick={() => setEnding(key)}>
                        Revoke…
                      </button>
                    ) : null}
                  </li>
                ))}
              </ul>
              {next === null && cursors.length === 0 ? null : (
                <span className="row-actions">
                  {cursors.length === 0 ? null : (
                    <button type="button" className="button" onClick={() => setCursors(cursors.slice(0, -1))}>
                      Newer keys
                    </button>
                  )}
                  {next === null ? null : (
                    <button type="button" className="button" onClick={() => setCursors([...cursors, next])}>
                      Older keys
                    </button>
                  )}
                </span>
              )}
            </>
          )
        }
      </Loaded>
      {ending === null ? null : (
        <ActDialog
          title={`Revoke the key ${ending.key_start}… of ${tenantId}?`}
          open
          action="Revoke the key"
          danger
          onClose={() => setEnding(null)}
          act={async (token, body) => {
            await asked(token, 'revokeTenantKey', { path: { ...path, key_id: ending.key_id }, body });
            await queries.invalidateQueries();
          }}
        >
          <p>It is refused everywhere within five seconds, and never works again.</p>
        </ActDialog>
      )}
    </>
  );
}

function KeyState({ apiKey, now }: { readonly apiKey: ListedKey; readonly now: number }) {
  const { revoked_at: revokedAt, expires_at: expiresAt } = apiKey;
  if (revokedAt !== null) return <Badge tone="failed">revoked</Badge>;
  if (expiresAt === null) return <Badge tone="succeeded">works</Badge>;
  if (Date.parse(expiresAt) <= now) return <Badge tone="failed">expired</Badge>;
  return (
    <>
      <Badge tone="canceled">works</Badge>
      <span className="faint">
        until <At time={expiresAt} now={now} />
      </span>
    </>
  );
}
