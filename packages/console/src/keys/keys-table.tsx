import { Link } from '@tanstack/react-router';
import type { ApiKey } from '@taskfold/client';
import { agoText, bothTimes } from '../time/format.ts';
import type { Tone } from '../ui/icons.tsx';
import { At, Badge, Said } from '../ui/parts.tsx';
import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import { timeColumn } from '../ui/table/time-column.tsx';
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
  const columns: readonly DataColumn<ApiKey>[] = [
    {
      id: 'key',
      title: 'Key',
      cell: (key) => <KeyName of={key} isOwn={key.key_id === own} />,
      sortBy: ({ name }) => name,
    },
    {
      id: 'state',
      title: 'State',
      cell: (key) => <StateOf state={keyState(key, now)} />,
      sortBy: (key) => keyState(key, now),
    },
    {
      id: 'scopes',
      title: 'Scopes',
      cell: ({ scopes }) => (
        <span className="tags">
          {scopes.map((scope) => (
            <span key={scope} className="tag">
              {scope}
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'used',
      title: 'Last used',
      end: true,
      cell: ({ last_used_at: time }) =>
        time === null ? (
          <span className="faint">never</span>
        ) : (
          <time dateTime={time} title={bothTimes(time)}>
            {agoText(time, now)}
          </time>
        ),
      sortBy: ({ last_used_at: time }) => time,
    },
    {
      id: 'expires',
      title: 'Expires',
      end: true,
      cell: (key) => <EndOf of={key} now={now} />,
      sortBy: ({ revoked_at: revoked, expires_at: expires }) => revoked ?? expires,
    },
    timeColumn({
      id: 'created',
      title: 'Created',
      timeOf: ({ created_at: time }) => time,
      now,
    }),
    {
      id: 'acts',
      title: 'What can be done',
      untitled: true,
      end: true,
      cell: (key) => (
        <span className="row-actions">
          <Link className="button" to="/tasks" search={{ api_key_id: key.key_id }}>
            Tasks
          </Link>
          {isLive(keyState(key, now)) ? (
            <>
              <button type="button" className="button" onClick={() => onRotate(key)}>
                Rotate…
              </button>
              <button type="button" className="button danger" onClick={() => onRevoke(key)}>
                Revoke…
              </button>
            </>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="Keys"
      columns={columns}
      rows={keys}
      idOf={({ key_id: id }) => id}
      marks={(key) => ({ 'data-key': key.key_id, 'data-live': isLive(keyState(key, now)) })}
      className="keys-table middle"
    />
  );
}

function KeyName({ of, isOwn }: { readonly of: ApiKey; readonly isOwn: boolean }) {
  return (
    <>
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
    </>
  );
}

function StateOf({ state }: { readonly state: KeyState }) {
  return <Badge tone={TONES[state]}>{state}</Badge>;
}

function EndOf({ of, now }: { readonly of: ApiKey; readonly now: number }) {
  if (of.revoked_at !== null) {
    return (
      <>
        revoked <At time={of.revoked_at} now={now} />
      </>
    );
  }
  return <At time={of.expires_at} now={now} />;
}
