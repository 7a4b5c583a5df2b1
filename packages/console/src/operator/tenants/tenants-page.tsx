import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNow } from '../../ui/now.ts';
import { PageState } from '../../ui/parts.tsx';
import type { Tenant } from '../ask/operations.ts';
import { asked, useLive } from '../ask/use-live.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MadeSecrets } from '../parts/made-secrets.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { CreateTenantDialog } from './create-tenant-dialog.tsx';
import type { Made } from './made.ts';
import { type TenantAct, TenantsTable } from './tenants-table.tsx';

type Doing = { readonly what: 'create' } | { readonly what: TenantAct; readonly tenant: Tenant };

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
        <span className="faint">Whoever owns tasks and keys; no tenant sees another’s.</span>
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
                <TenantsTable
                  tenants={data}
                  opened={opened}
                  now={now}
                  onOpen={setOpened}
                  onDo={(what, tenant) => setDoing({ what, tenant })}
                  onMade={setMade}
                />
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
