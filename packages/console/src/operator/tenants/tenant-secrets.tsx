import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { At, Badge } from '../../ui/parts.tsx';
import type { CallbackSecret } from '../ask/operations.ts';
import { asked, useLive } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';
import type { Made } from './made.ts';

interface TenantSecretsProps {
  readonly tenantId: string;
  readonly now: number;
  readonly onMade: (made: Made) => void;
}

/** Which secrets sign the callbacks of a tenant, without themselves. */
export function TenantSecrets({ tenantId, now, onMade }: TenantSecretsProps) {
  const path = { tenant_id: tenantId };
  const query = useLive('listTenantSecrets', { path });
  const queries = useQueryClient();
  const [replacing, setReplacing] = useState(false);
  const [ending, setEnding] = useState<CallbackSecret | null>(null);
  return (
    <div className="stack-small">
      <Loaded what="its secrets" query={query}>
        {({ data }) => (
          <ul className="secrets" aria-label={`Secrets that sign callbacks of ${tenantId}`}>
            {data.map((secret) => (
              <li key={secret.secret_id}>
                <span className="mono">{secret.secret_id}</span>
                {secret.expires_at === null ? (
                  <Badge tone="succeeded">signs</Badge>
                ) : (
                  <>
                    <Badge tone="canceled">replaced</Badge>
                    <span className="faint">
                      signs, too, until <At time={secret.expires_at} now={now} />
                    </span>
                    <button type="button" className="button" onClick={() => setEnding(secret)}>
                      End it…
                    </button>
                  </>
                )}
                <span className="faint">
                  made <At time={secret.created_at} now={now} />
                </span>
              </li>
            ))}
            {data.length === 0 ? (
              <li className="faint">None yet: its first callback makes one, which is shown to nobody.</li>
            ) : null}
          </ul>
        )}
      </Loaded>
      <span>
        <button type="button" className="button" onClick={() => setReplacing(true)}>
          Replace the secret…
        </button>
      </span>
      {replacing ? (
        <ActDialog
          title={`Replace the callback secret of ${tenantId}?`}
          open
          action="Replace it"
          onClose={() => setReplacing(false)}
          act={async (token, body) => {
            const { data } = await asked(token, 'replaceTenantSecret', { path, body });
            onMade({
              title: `A new callback secret of ${tenantId}`,
              secrets: [{ name: 'Secret of its callbacks', secret: data.secret }],
            });
            await queries.invalidateQueries();
          }}
        >
          <p>The new one signs from now on, and the old one beside it for 24 hours more.</p>
        </ActDialog>
      ) : null}
      {ending === null ? null : (
        <ActDialog
          title={`End a callback secret of ${tenantId}?`}
          open
          action="End it"
          danger
          onClose={() => setEnding(null)}
          act={async (token, body) => {
            const of = { ...path, secret_id: ending.secret_id };
            await asked(token, 'revokeTenantSecret', { path: of, body });
            await queries.invalidateQueries();
          }}
        >
          <p>It signs no more within seconds: receivers that know only this one refuse its callbacks.</p>
        </ActDialog>
      )}
    </div>
  );
}
