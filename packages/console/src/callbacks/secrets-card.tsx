import { useQuery } from '@tanstack/react-query';
import type { CallbackSecret, CreatedCallbackSecret } from '@taskfold/client';
import { useState } from 'react';
import { Confirm } from '../access/confirm.tsx';
import { QueryStates } from '../access/query-states.tsx';
import { ScopedButton } from '../access/scoped-button.tsx';
import { askWith } from '../api/client.ts';
import { useActiveKey } from '../session/session.ts';
import { useNow } from '../ui/now.ts';
import { At, Badge } from '../ui/parts.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { timeColumn } from '../ui/table/time-column.tsx';

/** What callbacks are signed with, and how it is replaced. */
export function SecretsCard() {
  const { credential } = useActiveKey();
  const list = useQuery({
    queryKey: [credential, 'callback-secrets'],
    queryFn: ({ signal }) => askWith(credential).secrets.list({ signal }),
  });
  const [rotating, setRotating] = useState(false);
  const [revoking, setRevoking] = useState<CallbackSecret | null>(null);
  const [made, setMade] = useState<CreatedCallbackSecret | null>(null);
  const secrets = list.data?.data ?? [];

  return (
    <section className="card" aria-labelledby="secrets">
      <header>
        <h2 id="secrets">Secrets</h2>
        <p className="faint">Receivers verify with them that a callback is from here.</p>
        <span className="actions">
          <ScopedButton scope="admin" className="button" onClick={() => setRotating(true)}>
            Rotate…
          </ScopedButton>
        </span>
      </header>
      <QueryStates
        query={list}
        what="The secrets"
        scope="admin"
        lacking="This key does not see the secrets of callbacks"
      >
        {secrets.length === 0 ? (
          <p className="body faint">
            There is none yet. The first callback makes one; or rotate, to have it now.
          </p>
        ) : (
          <SecretsTable secrets={secrets} onRevoke={setRevoking} />
        )}
      </QueryStates>
      <Confirm
        title="Replace the secret of callbacks?"
        open={rotating}
        action="Rotate the secret"
        scope="admin"
        onClose={() => setRotating(false)}
        act={(api) => api.secrets.rotate()}
        onDone={(secret) => {
          setMade(secret);
          void list.refetch();
        }}
      >
        <p>
          For 24 hours every callback is signed with the old secret and with the new one, so that a receiver
          may know either. Give the new one to all receivers in that time: afterwards those that know the old
          one alone refuse every callback.
        </p>
      </Confirm>
      <Confirm
        title="End the secret now?"
        open={revoking !== null}
        action="Revoke the secret"
        danger
        scope="admin"
        onClose={() => setRevoking(null)}
        act={async (api) => (revoking === null ? null : api.secrets.revoke(revoking.secret_id))}
        onDone={() => void list.refetch()}
      >
        <p>
          Within seconds it signs nothing more. Receivers that verify with it alone, and do not know the
          current one, refuse every callback from then on; these are tried again, and fail in the end.
        </p>
      </Confirm>
      <ShownOnce
        title="The new secret"
        label="Secret"
        secret={made?.secret ?? null}
        onClose={() => setMade(null)}
      >
        <p className="faint">It signs from now on. The one before it signs as well, for 24 hours more.</p>
      </ShownOnce>
    </section>
  );
}

interface SecretsTableProps {
  readonly secrets: readonly CallbackSecret[];
  readonly onRevoke: (secret: CallbackSecret) => void;
}

function SecretsTable({ secrets, onRevoke }: SecretsTableProps) {
  const now = useNow();
  const columns: readonly DataColumn<CallbackSecret>[] = [
    { id: 'secret', title: 'Secret', className: 'mono', cell: ({ secret_id: id }) => id },
    {
      id: 'state',
      title: 'State',
      cell: ({ expires_at: expiresAt }) =>
        expiresAt === null ? (
          <Badge tone="succeeded">current</Badge>
        ) : (
          <>
            <Badge tone="canceled">replaced</Badge>
            <div className="faint">
              signs until <At time={expiresAt} now={now} />
            </div>
          </>
        ),
    },
    timeColumn({
      id: 'made',
      title: 'Made',
      timeOf: ({ created_at: time }) => time,
      now,
    }),
    {
      id: 'acts',
      title: 'What can be done',
      untitled: true,
      end: true,
      cell: (secret) =>
        secret.expires_at === null ? null : (
          <ScopedButton scope="admin" className="button danger" onClick={() => onRevoke(secret)}>
            Revoke…
          </ScopedButton>
        ),
    },
  ];
  return (
    <DataTable
      label="Secrets of callbacks"
      columns={columns}
      rows={secrets}
      idOf={({ secret_id: id }) => id}
      marks={({ secret_id: id }) => ({ 'data-secret': id })}
    />
  );
}
