import type { TenantInfo } from '@taskfold/access';
import { toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import { outside } from '../../output/fields.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';

/** A tenant as JSON has it, as over HTTP. */
export function tenantShown({ tenantId, name, createdAt, disabledAt }: TenantInfo) {
  return {
    object: 'tenant',
    tenant_id: tenantId,
    name,
    created_at: toWireTime(createdAt),
    disabled_at: toWireTimeOrNull(disabledAt),
  };
}

const COLUMNS: readonly TableColumn<TenantInfo>[] = [
  { name: 'tenant', cell: ({ tenantId }) => outside(tenantId) },
  { name: 'name', cell: ({ name }) => outside(name), shrinks: true },
  { name: 'since', cell: ({ createdAt }) => createdAt.slice(0, 10) },
  {
    name: 'state',
    cell: ({ disabledAt }, { style }) =>
      disabledAt === null ? style.good('enabled') : style.bad(`disabled ${disabledAt.slice(0, 10)}`),
  },
];

/** A line for each; days are UTC. */
export function drawTenants(tenants: readonly TenantInfo[], view: View): string {
  return drawTable(COLUMNS, tenants, view);
}
