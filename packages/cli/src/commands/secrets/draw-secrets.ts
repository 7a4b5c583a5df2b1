import type { OPERATIONS } from '@taskfold/contract';
import type { AnswerOf } from '../../api/answer.ts';
import type { ItemOf } from '../../api/lists.ts';
import { drawFields } from '../../output/fields.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';

type Secret = ItemOf<typeof OPERATIONS.listCallbackSecrets>;
type NewSecret = AnswerOf<typeof OPERATIONS.rotateCallbackSecret>;

const COLUMNS: readonly TableColumn<Secret>[] = [
  { name: 'secret id', cell: ({ secret_id }) => secret_id },
  { name: 'created', cell: ({ created_at }) => created_at.slice(0, 19).replace('T', ' ') },
  {
    name: 'signs',
    cell: ({ expires_at }, { style }) =>
      expires_at === null
        ? style.good('now')
        : style.warn(`until ${expires_at.slice(0, 19).replace('T', ' ')}`),
  },
];

/** A table of secrets without the secrets themselves; times are UTC. */
export function drawSecrets(secrets: readonly Secret[], view: View): string {
  return drawTable(COLUMNS, secrets, view);
}

/** One of them, and the secret itself where it was just made. */
export function drawSecret(secret: Secret | NewSecret, view: View): string {
  return drawFields(
    [
      ['secret id', secret.secret_id],
      ['secret', 'secret' in secret ? view.style.strong(secret.secret) : null],
      ['created', secret.created_at],
      ['expires', secret.expires_at],
    ],
    view,
  );
}
