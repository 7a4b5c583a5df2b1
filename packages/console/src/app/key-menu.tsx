import * as Menu from '@radix-ui/react-dropdown-menu';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useAccess } from '../access/access.ts';
import { activeOf, isOfBrowser, keyStart, type SignedIn } from '../session/keys.ts';
import { session, useKeys } from '../session/session.ts';
import { ColourItems } from '../ui/colour-items.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { MenuContent } from '../ui/menu-content.tsx';
import { useNow } from '../ui/now.ts';
import { At } from '../ui/parts.tsx';
import { SignInForm } from './sign-in.tsx';

function KeyName({ entry }: { readonly entry: SignedIn }) {
  return (
    <span className="name">
      {entry.label === '' ? null : <bdi>{entry.label} </bdi>}
      <span className="mono">{keyStart(entry)}</span>
      {entry.refused ? ' (refused)' : ''}
    </span>
  );
}

/** The tenant of the key, and what it may do. */
function KeyAccess() {
  const access = useAccess();
  const now = useNow();
  if (access === undefined) return null;
  return (
    <>
      <Menu.Label className="menu-label">
        <span>
          Tenant <strong className="mono">{access.tenant_id}</strong>
        </span>
        <span className="faint">
          Project <span className="mono">{access.project_id}</span>
        </span>
        <span className="tags">
          {access.scopes.length === 0 ? 'no scope' : null}
          {access.scopes.map((scope) => (
            <span key={scope} className="tag">
              {scope}
            </span>
          ))}
        </span>
        {access.expires_at === null ? null : (
          <span className="faint">
            Ends <At time={access.expires_at} now={now} />
          </span>
        )}
      </Menu.Label>
      <div className="menu-line" />
    </>
  );
}

/** Whose tasks are shown: the keys of this tab, further ones, and the way out. */
export function KeyMenu() {
  const keys = useKeys();
  const active = activeOf(keys);
  const [adding, setAdding] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const queries = useQueryClient();
  if (active === null) return null;
  const signOut = async (id: string | 'all') => {
    await session.signOut(id);
    queries.clear();
  };
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger
          ref={opener}
          className="button key-button"
          aria-label={`Key ${active.label} ${keyStart(active)}`}
        >
          <KeyName entry={active} />
          <span aria-hidden="true">▾</span>
        </Menu.Trigger>
        <MenuContent>
          <KeyAccess />
          <Menu.RadioGroup value={active.id} onValueChange={session.use} aria-label="Keys">
            {keys.all.map((entry) => (
              <Menu.RadioItem key={entry.id} value={entry.id} className="menu-item">
                <span aria-hidden="true">{entry.id === active.id ? '●' : '○'}</span>
                <KeyName entry={entry} />
                <span className="faint kept">{isOfBrowser(entry) ? 'this browser' : 'this tab'}</span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Item className="menu-item" onSelect={() => setAdding(true)}>
            Add a key…
          </Menu.Item>
          <div className="menu-line" />
          <ColourItems />
          <div className="menu-line" />
          <Menu.Item className="menu-item" onSelect={() => void signOut(active.id)}>
            Sign out of this key
          </Menu.Item>
          {keys.all.length > 1 ? (
            <Menu.Item className="menu-item" onSelect={() => void signOut('all')}>
              Sign out of all keys
            </Menu.Item>
          ) : null}
        </MenuContent>
      </Menu.Root>
      <Dialog title="Add a key" open={adding} opener={opener} onClose={() => setAdding(false)}>
        <SignInForm onDone={() => setAdding(false)} />
      </Dialog>
    </>
  );
}
