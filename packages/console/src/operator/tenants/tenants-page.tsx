import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { At, Badge, PageState, Said } from '../../ui/parts.tsx';
import type { Tenant } from '../ask/operations.ts';
import { asked, useLive } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MadeSecrets } from '../parts/made-secrets.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { CreateTenantDialog } from './create-tenant-dialog.tsx';
import type { Made } from './made.ts';
import { TenantKeys } from './tenant-keys.tsx';
import { TenantSecrets } from './tenant-secrets.tsx';

type Doing =
  | { readonly what: 'create' }
  | { readonly what: 'key' | 'disable' | 'enable'; readonly tenant: Tenant };

/** Who owns tasks and keys. */
export function TenantsPage() {
  const [pages, setPages] = useState<readonly string[]>([]);
  const query = useLive('listTenants', { query: { after: pages.at(-1) } });
  const queries = useQueryClient();
  const now = useNow();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [opened, setOpened] = useState<string | null>(null);

  useEffect(() => {
    document.title = 'Tenants · Taskfold for operators';
  }, []);

  return (
    <div className="task">
      <div className="title">
        <h1>Tenants</h1>
        <span className="faint">whoever owns tasks and keys; no tenant sees another’s</span>
        <span className="actions">
          <button type="button" className="button primary" onClick={() => setDoing({ what: 'create' })}>
            Make a tenant…
          </button>
        </span>
      </div>
      <section className="card" aria-label="Tenants by their ids">
        <Loaded what="tenants" query={query}>
          {({ data, has_more: more }) =>
            data.length === 0 && pages.length === 0 ? (
              <PageState title="There are no tenants yet">
                <p>A tenant gets its first key when it is made, and publishes and asks with that.</p>
              </PageState>
            ) : (
              <>
                <div className="scroll-x" tabIndex={0} role="region" aria-label="Tenants">
                  <table className="events">
                    <thead>
                      <tr>
                        <th scope="col">Tenant</th>
                        <th scope="col">Name</th>
                        <th scope="col">Keys</th>
                        <th scope="col">Made</th>
                        <th scope="col">
                          <span className="unseen">What can be done</span>
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.map((tenant) => (
                        <TenantRow
                          key={tenant.tenant_id}
                          tenant={tenant}
                          now={now}
                          opened={opened === tenant.tenant_id}
                          onOpen={(open) => setOpened(open ? tenant.tenant_id : null)}
                          onDo={(what) => setDoing({ what, tenant })}
                          onMade={setMade}
                        />
                      ))}
                    </tbody>
                  </table>
                </div>
                <div className="tools">
                  {pages.length === 0 ? null : (
                    <button type="button" className="button" onClick={() => setPages(pages.slice(0, -1))}>
                      Before
                    </button>
                  )}
                  {more ? (
                    <button
                      type="button"
                      className="button"
                      onClick={() => setPages([...pages, data.at(-1)?.tenant_id ?? ''])}
                    >
                      Further
                    </button>
                  ) : null}
                  <span className="faint">
                    Tenants that only producers name are not listed; their events fold all the same.
                  </span>
                </div>
              </>
            )
          }
        </Loaded>
      </section>
      {doing?.what === 'create' ? (
        <CreateTenantDialog onClose={() => setDoing(null)} onMade={setMade} />
      ) : null}
      {doing?.what === 'key' ? (
        <CreateKeyDialog tenant={doing.tenant} onClose={() => setDoing(null)} onMade={setMade} />
      ) : null}
      {doing?.what === 'disable' || doing?.what === 'enable' ? (
        <ActDialog
          title={`${doing.what === 'disable' ? 'Disable' : 'Enable'} ${doing.tenant.tenant_id}?`}
          open
          action={doing.what === 'disable' ? 'Disable the tenant' : 'Enable the tenant'}
          danger={doing.what === 'disable'}
          onClose={() => setDoing(null)}
          act={async (token, body) => {
            const id = doing.what === 'disable' ? 'disableTenant' : 'enableTenant';
            await asked(token, id, { path: { tenant_id: doing.tenant.tenant_id }, body });
            await queries.invalidateQueries();
          }}
        >
          <p>
            {doing.what === 'disable'
              ? 'All of its keys are refused within five seconds. Its events fold all the same, and its callers are told.'
              : 'Its keys work again at once.'}
          </p>
        </ActDialog>
      ) : null}
      {made === null ? null : (
        <MadeSecrets title={made.title} secrets={made.secrets} onClose={() => setMade(null)} />
      )}
    </div>
  );
}

interface TenantRowProps {
  readonly tenant: Tenant;
  readonly now: number;
  readonly opened: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onDo: (what: 'key' | 'disable' | 'enable') => void;
  readonly onMade: (made: Made) => void;
}

function TenantRow({ tenant, now, opened, onOpen, onDo, onMade }: TenantRowProps) {
  const { tenant_id: id, disabled_at: disabledAt } = tenant;
  return (
    <>
      <tr data-tenant={id}>
        <td className="mono id">
          <Said text={id} />
        </td>
        <td>
          <Said text={tenant.name} />
        </td>
        <td>
          {disabledAt === null ? (
            <Badge tone="succeeded">work</Badge>
          ) : (
            <>
              <Badge tone="failed">refused</Badge>{' '}
              <span className="faint">
                since <At time={disabledAt} now={now} />
              </span>
            </>
          )}
        </td>
        <td>
          <At time={tenant.created_at} now={now} />
        </td>
        <td className="end">
          <span className="row-actions">
            <button type="button" className="button" onClick={() => onDo('key')}>
              Make a key…
            </button>
            <button type="button" className="button" aria-expanded={opened} onClick={() => onOpen(!opened)}>
              Keys and secrets
            </button>
            <button
              type="button"
              className="button"
              onClick={() => onDo(disabledAt === null ? 'disable' : 'enable')}
            >
              {disabledAt === null ? 'Disable…' : 'Enable…'}
            </button>
          </span>
        </td>
      </tr>
      {opened ? (
        <tr>
          <td colSpan={5} className="inner">
            <h2>Keys</h2>
            <TenantKeys tenantId={id} now={now} />
            <h2>Callback secrets</h2>
            <TenantSecrets tenantId={id} now={now} onMade={onMade} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
