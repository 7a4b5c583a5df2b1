import { At, Badge, Said } from '../../ui/parts.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Tenant } from '../ask/operations.ts';
import type { Made } from './made.ts';
import { TenantKeys } from './tenant-keys.tsx';
import { TenantSecrets } from './tenant-secrets.tsx';

/** What can be done to a tenant. */
export type TenantAct = 'key' | 'disable' | 'enable';

interface TenantsTableProps {
  readonly tenants: readonly Tenant[];
  /** The id of the one whose keys and secrets are shown. */
  readonly opened: string | null;
  readonly now: number;
  readonly onOpen: (id: string | null) => void;
  readonly onDo: (what: TenantAct, tenant: Tenant) => void;
  readonly onMade: (made: Made) => void;
}

export function TenantsTable({ tenants, opened, now, onOpen, onDo, onMade }: TenantsTableProps) {
  const columns: readonly DataColumn<Tenant>[] = [
    {
      id: 'tenant',
      title: 'Tenant',
      className: 'mono id',
      cell: ({ tenant_id: id }) => <Said text={id} />,
    },
    { id: 'name', title: 'Name', cell: ({ name }) => <Said text={name} /> },
    {
      id: 'keys',
      title: 'Keys',
      cell: ({ disabled_at: since }) => <KeysWork disabledAt={since} now={now} />,
    },
    { id: 'made', title: 'Made', cell: ({ created_at: time }) => <At time={time} now={now} /> },
    {
      id: 'acts',
      title: 'What can be done',
      untitled: true,
      end: true,
      cell: (tenant) => (
        <span className="row-actions">
          <button type="button" className="button" onClick={() => onDo('key', tenant)}>
            Make a key…
          </button>
          <button
            type="button"
            className="button"
            aria-expanded={opened === tenant.tenant_id}
            onClick={() => onOpen(opened === tenant.tenant_id ? null : tenant.tenant_id)}
          >
            Keys and secrets
          </button>
          <button
            type="button"
            className="button"
            onClick={() => onDo(tenant.disabled_at === null ? 'disable' : 'enable', tenant)}
          >
            {tenant.disabled_at === null ? 'Disable…' : 'Enable…'}
          </button>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="Tenants"
      columns={columns}
      rows={tenants}
      idOf={({ tenant_id: id }) => id}
      marks={({ tenant_id: id }) => ({ 'data-tenant': id })}
      below={({ tenant_id: id }) =>
        opened === id ? (
          <>
            <h2>Keys</h2>
            <TenantKeys tenantId={id} now={now} />
            <h2>Callback secrets</h2>
            <TenantSecrets tenantId={id} now={now} onMade={onMade} />
          </>
        ) : null
      }
    />
  );
}

interface KeysWorkProps {
  readonly disabledAt: string | null;
  readonly now: number;
}

function KeysWork({ disabledAt, now }: KeysWorkProps) {
  if (disabledAt === null) return <Badge tone="succeeded">work</Badge>;
  return (
    <>
      <Badge tone="failed">refused</Badge>{' '}
      <span className="faint">
        since <At time={disabledAt} now={now} />
      </span>
    </>
  );
}
