import type { ApiKey, CreatedApiKey } from '@taskfold/client';
import { useState } from 'react';
import { useAccess } from '../access/access.ts';
import { Confirm } from '../access/confirm.tsx';
import { SCOPE_MEANINGS } from '../access/scopes.ts';
import { agoText } from '../time/format.ts';
import { useNow } from '../ui/now.ts';
import { Said } from '../ui/parts.tsx';
import { GRACES } from './lifetimes.ts';

interface RotateKeyProps {
  /** Null while none is asked about. */
  readonly of: ApiKey | null;
  readonly onClose: () => void;
  readonly onMade: (made: CreatedApiKey) => void;
}

/** Puts another key in the place of one, which works on for a while. */
export function RotateKey({ of, onClose, onMade }: RotateKeyProps) {
  const [seconds, setSeconds] = useState<number>(GRACES[0].seconds);
  return (
    <Confirm
      title="Put another key in its place?"
      open={of !== null}
      action="Rotate the key"
      scope="admin"
      onClose={onClose}
      act={async (api) => (of === null ? null : api.keys.rotate(of.key_id, { grace_seconds: seconds }))}
      onDone={(made) => made !== null && onMade(made)}
    >
      <p>
        A new key is made with the name and the scopes of{' '}
        <strong>
          <Said text={of?.name ?? ''} />
        </strong>
        . It does not expire. Until the old one ends both work, so that whoever uses it can change over.
      </p>
      <label className="field">
        <span>The old key works on</span>
        <select
          className="input"
          value={seconds}
          onChange={(event) => setSeconds(Number(event.target.value))}
        >
          {GRACES.map((each) => (
            <option key={each.seconds} value={each.seconds}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
    </Confirm>
  );
}

interface RevokeKeyProps {
  readonly of: ApiKey | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Ends a key at once, after saying what stops working. */
export function RevokeKey({ of, onClose, onDone }: RevokeKeyProps) {
  const access = useAccess();
  const now = useNow();
  const used = of?.last_used_at ?? null;
  return (
    <Confirm
      title="Revoke the key?"
      open={of !== null}
      action="Revoke the key"
      danger
      scope="admin"
      onClose={onClose}
      act={async (api) => (of === null ? null : api.keys.revoke(of.key_id))}
      onDone={onDone}
    >
      <p>
        Within five seconds everything is refused that comes with{' '}
        <strong>
          <Said text={of?.name ?? ''} />
        </strong>{' '}
        <span className="mono">({of?.key_start}…)</span>, its streams end, and so do read tokens that were
        made with it. There is no way back. Whoever uses it may no longer
      </p>
      <ul className="bullets">
        {of?.scopes.map((scope) => (
          <li key={scope}>{SCOPE_MEANINGS[scope]}</li>
        ))}
      </ul>
      <p className={used === null ? 'faint' : 'problem'}>
        {used === null
          ? 'It was never used.'
          : `It was used ${agoText(used, now)}: rotate it instead where somebody still needs it.`}
      </p>
      {of !== null && of.key_id === access?.key_id ? (
        <p className="problem">It is the key that you are signed in with: these pages stop, too.</p>
      ) : null}
    </Confirm>
  );
}
