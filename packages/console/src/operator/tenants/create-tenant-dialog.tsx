import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asked } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import type { Made } from './made.ts';

interface CreateTenantDialogProps {
  readonly onClose: () => void;
  readonly onMade: (made: Made) => void;
}

/** Makes a tenant with its first key and the secret of its callbacks. */
export function CreateTenantDialog({ onClose, onMade }: CreateTenantDialogProps) {
  const queries = useQueryClient();
  const [tenantId, setTenantId] = useState('');
  const [name, setName] = useState('');
  return (
    <ActDialog
      title="Make a tenant"
      open
      action="Make the tenant"
      onClose={onClose}
      act={async (token, act) => {
        const given = name.trim();
        const body = { tenant_id: tenantId.trim(), ...(given !== '' && { name: given }), ...act };
        const { data } = await asked(token, 'createTenant', { body });
        onMade({
          title: `The tenant ${data.tenant_id} was made`,
          secrets: [
            { name: 'First key', secret: data.key },
            ...(data.callback_secret === null
              ? []
              : [{ name: 'Secret of its callbacks', secret: data.callback_secret }]),
          ],
        });
        await queries.invalidateQueries();
      }}
    >
      <p className="faint">Its first key may do everything within the tenant.</p>
      <label className="field">
        <span>Id, as events name it (tenantid)</span>
        <input
          className="input mono"
          name="tenant-id"
          autoComplete="off"
          maxLength={256}
          placeholder="acme"
          value={tenantId}
          onChange={(event) => setTenantId(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Name (for people, may be empty)</span>
        <input
          className="input"
          name="tenant-name"
          autoComplete="off"
          maxLength={256}
          placeholder="Acme"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
    </ActDialog>
  );
}
