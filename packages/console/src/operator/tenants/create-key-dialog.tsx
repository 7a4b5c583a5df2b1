import type { Scope } from '@taskfold/contract';
import { useState } from 'react';
import type { Tenant } from '../ask/operations.ts';
import { asked } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import type { Made } from './made.ts';

/** What a key may do, and what that means. */
const SCOPES = {
  'tasks:read': 'ask for tasks and usage',
  'tasks:cancel': 'cancel tasks, and have callers told again',
  'events:write': 'publish events of tasks',
  'billing:write': 'publish charges and refunds',
  admin: 'make and revoke keys and secrets',
} as const satisfies Readonly<Record<Scope, string>>;
const isScope = (name: string): name is Scope => Object.hasOwn(SCOPES, name);

interface CreateKeyDialogProps {
  readonly tenant: Tenant;
  readonly onClose: () => void;
  readonly onMade: (made: Made) => void;
}

/** Makes a further key, for a tenant that has lost its own. */
export function CreateKeyDialog({ tenant, onClose, onMade }: CreateKeyDialogProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['tasks:read']);
  const { tenant_id: tenantId } = tenant;
  return (
    <ActDialog
      title={`Make a key of ${tenantId}`}
      open
      action="Make the key"
      onClose={onClose}
      act={async (token, act) => {
        const body = { name: name.trim(), scopes, ...act };
        const { data } = await asked(token, 'createTenantKey', { path: { tenant_id: tenantId }, body });
        onMade({ title: `A key of ${tenantId}`, secrets: [{ name: 'Key', secret: data.key }] });
      }}
    >
      <label className="field">
        <span>Name (for people)</span>
        <input
          className="input"
          name="key-name"
          autoComplete="off"
          maxLength={128}
          placeholder="website"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="columns">
        <legend>What it may do</legend>
        {Object.entries(SCOPES).map(([scope, means]) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.some((each) => each === scope)}
              onChange={({ target: { checked } }) => {
                if (!isScope(scope)) return;
                setScopes(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope));
              }}
            />
            <span>
              <code>{scope}</code> <span className="faint">{means}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}
