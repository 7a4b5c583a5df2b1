import type { OPERATIONS } from '@taskfold/contract';
import type { AnswerOf } from '../../api/answer.ts';
import type { ItemOf } from '../../api/lists.ts';
import { drawFields, outside } from '../../output/fields.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';

type ApiKey = ItemOf<typeof OPERATIONS.listKeys>;
type NewApiKey = AnswerOf<typeof OPERATIONS.createKey>;

const COLUMNS: readonly TableColumn<ApiKey>[] = [
  { name: 'key id', cell: ({ key_id }) => key_id },
  { name: 'name', cell: ({ name }) => outside(name), shrinks: true },
  { name: 'begins', cell: ({ key_start }) => outside(key_start) },
  { name: 'state', cell: stateOf },
  { name: 'last used', optional: true, cell: ({ last_used_at }) => last_used_at?.slice(0, 10) ?? 'never' },
  { name: 'project', optional: true, cell: ({ project_id }) => outside(project_id), shrinks: true },
  { name: 'scopes', cell: ({ scopes }) => scopes.join(' '), shrinks: true },
];

/** A table of keys; days are UTC. */
export function drawKeys(keys: readonly ApiKey[], view: View): string {
  return drawTable(COLUMNS, keys, view);
}

/** A key, and the key itself where it was just made. */
export function drawKey(key: ApiKey | NewApiKey, view: View): string {
  return drawFields(
    [
      ['key id', key.key_id],
      ['name', outside(key.name)],
      ['key', 'key' in key ? view.style.strong(key.key) : `${outside(key.key_start)}…`],
      ['scopes', key.scopes.join(' ')],
      ['project', outside(key.project_id)],
      ['created', key.created_at],
      ['expires', key.expires_at],
      ['revoked', key.revoked_at],
    ],
    view,
  );
}

function stateOf({ revoked_at, expires_at }: ApiKey, { style }: View): string {
  if (revoked_at !== null) return style.bad('revoked');
  if (expires_at === null) return style.good('live');
  return Date.parse(expires_at) <= Date.now()
    ? style.faint('expired')
    : style.warn(`until ${expires_at.slice(0, 16).replace('T', ' ')}`);
}
