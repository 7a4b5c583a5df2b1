import { Link } from '@tanstack/react-router';
import type { ApiKey, CreatedApiKey } from '@taskfold/client';
import { useEffect, useState } from 'react';
import { useAccess } from '../access/access.ts';
import { QueryStates } from '../access/query-states.tsx';
import { ScopedButton } from '../access/scoped-button.tsx';
import { useNow } from '../ui/now.ts';
import { PageState, Said } from '../ui/parts.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { CreateKey } from './create-key.tsx';
import { RevokeKey, RotateKey } from './end-key.tsx';
import { isLive, keyState } from './key-state.ts';
import { KeysTable } from './keys-table.tsx';
import { MOST_KEYS, useTenantKeys } from './tenant-keys.ts';

/** The keys of the tenant: who may ask what, since when, until when. */
export function KeysPage() {
  const access = useAccess();
  const now = useNow();
  const list = useTenantKeys();
  const [all, setAll] = useState(false);
  const [creating, setCreating] = useState(false);
  const [rotating, setRotating] = useState<ApiKey | null>(null);
  const [revokingId, setRevokingId] = useState<string | null>(null);
  const [made, setMade] = useState<CreatedApiKey | null>(null);

  useEffect(() => {
    document.title = 'Keys · Taskfold';
  }, []);

  const keys = list.data ?? [];
  const live = keys.filter((each) => isLive(keyState(each, now)));
  const refetch = () => void list.refetch();
  // Whether it is still used is what matters then, so it is asked for once more.
  const onRevoke = ({ key_id }: ApiKey) => {
    setRevokingId(key_id);
    refetch();
  };
  const onMade = (key: CreatedApiKey) => {
    setMade(key);
    refetch();
  };

  return (
    <div className="page">
      <div className="title">
        <h1>Keys</h1>
        <p className="faint">
          Who may ask{access === undefined ? '' : ` in the tenant ${access.tenant_id}`}, and for what.
        </p>
        <span className="actions">
          <Link className="button" to="/usage" search={{ group_by: 'api_key_id' }}>
            Usage by key
          </Link>
          <ScopedButton scope="admin" className="button primary" onClick={() => setCreating(true)}>
            Create a key…
          </ScopedButton>
        </span>
      </div>
      <QueryStates
        query={list}
        what="The keys"
        lacking="This key does not see the keys of its tenant"
        scope="admin"
      >
        <section className="card" aria-label="Keys of the tenant">
          <header>
            <fieldset className="tabs" aria-label="Which keys">
              <button type="button" className="button" aria-pressed={!all} onClick={() => setAll(false)}>
                Live {live.length}
              </button>
              <button type="button" className="button" aria-pressed={all} onClick={() => setAll(true)}>
                With those that ended {keys.length}
                {keys.length >= MOST_KEYS ? '+' : ''}
              </button>
            </fieldset>
          </header>
          {(all ? keys : live).length === 0 ? (
            <PageState title="There is no such key" />
          ) : (
            <KeysTable
              keys={all ? keys : live}
              own={access?.key_id}
              now={now}
              onRotate={setRotating}
              onRevoke={onRevoke}
            />
          )}
        </section>
      </QueryStates>
      <CreateKey open={creating} onClose={() => setCreating(false)} onMade={onMade} />
      <RotateKey of={rotating} onClose={() => setRotating(null)} onMade={onMade} />
      <RevokeKey
        of={keys.find((each) => each.key_id === revokingId) ?? null}
        onClose={() => setRevokingId(null)}
        onDone={refetch}
      />
      <ShownOnce title="The new key" label="Key" secret={made?.key ?? null} onClose={() => setMade(null)}>
        <p className="faint">
          <Said text={made?.name ?? ''} /> may use it now. In the list it is known by{' '}
          <span className="mono">{made?.key_start}…</span>
        </p>
      </ShownOnce>
    </div>
  );
}
