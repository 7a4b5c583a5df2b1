import { Link } from '@tanstack/react-router';
import type { ApiKey } from '@taskfold/client';
import { agoText, bothTimes } from '../time/format.ts';
import type { Tone } from '../ui/icons.tsx';
import { At, Badge, Nothing, Said } from '../ui/parts.tsx';
import { isLive, type KeyState, keyState } from './key-state.ts';

const TONES: Readonly<Record<KeyState, Tone>> = {
  live: 'succeeded',
  ending: 'canceled',
  expired: 'queued',
  revoked: 'failed',
};

interface KeysTableProps {
  readonly keys: readonly ApiKey[];
  /** The id of the reader's own. */
  readonly own: string | undefined;
  readonly now: number;
  readonly onRotate: (key: ApiKey) => void;
  readonly onRevoke: (key: ApiKey) => void;
}

export function KeysTable({ keys, own, now, onRotate, onRevoke }: KeysTableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Keys">
      <table className="events stacks keys-table">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">State</th>
            <th scope="col">Scopes</th>
            <th scope="col" className="end">
              Last used
            </th>
            <th scope="col" className="end">
              Expires
            </th>
            <th scope="col" className="end">
              Created
            </th>
            <th scope="col">
              <span className="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow
              key={key.key_id}
              of={key}
              isOwn={key.key_id === own}
              now={now}
              onRotate={onRotate}
              onRevoke={onRevoke}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface KeyRowProps extends Pick<KeysTableProps, 'now' | 'onRotate' | 'onRevoke'> {
  readonly of: ApiKey;
  readonly isOwn: boolean;
}

function KeyRow({ of, isOwn, now, onRotate, onRevoke }: KeyRowProps) {
  const state = keyState(of, now);
  const live = isLive(state);
  return (
    <tr data-key={of.key_id} data-live={live}>
      <td>
        <span className="what">
          <Said text={of.name} />
        </span>{' '}
        {isOwn ? <span className="tag">yours</span> : null}
        <div className="faint">
          <span className="mono">
            <Said text={of.key_start} />…
          </span>{' '}
          in <Said text={of.project_id} />
        </div>
      </td>
      <td data-label="State">
        <Badge tone={TONES[state]}>{state}</Badge>
      </td>
      <td data-label="Scopes">
        <span className="tags">
          {of.scopes.map((scope) => (
            <span key={scope} className="tag">
              {scope}
            </span>
          ))}
        </span>
      </td>
      <td className="end" data-label="Last used">
        {of.last_used_at === null ? (
          <span className="faint">never</span>
        ) : (
          <time dateTime={of.last_used_at} title={bothTimes(of.last_used_at)}>
            {agoText(of.last_used_at, now)}
          </time>
        )}
      </td>
      <td className="end" data-label="Expires">
        {of.revoked_at !== null ? (
          <>
            revoked <At time={of.revoked_at} now={now} />
          </>
        ) : of.expires_at === null ? (
          <Nothing />
        ) : (
          <At time={of.expires_at} now={now} />
        )}
      </td>
      <td className="end" data-label="Created">
        <At time={of.created_at} now={now} />
      </td>
      <td className="end">
        <span className="row-actions">
          <Link className="button" to="/tasks" search={{ api_key_id: of.key_id }}>
            Tasks
          </Link>
          {live ? (
            <>
              <button type="button" className="button" onClick={() => onRotate(of)}>
                Rotate…
              </button>
              <button type="button" className="button danger" onClick={() => onRevoke(of)}>
                Revoke…
              </button>
            </>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
