import { PageState } from './parts.tsx';

/** @param scope the one that is lacked; '' where the answer did not name it */
export function LacksScope({ scope }: { readonly scope: string }) {
  return (
    <PageState title="This key does not read tasks">
      <p>
        It lacks the scope <code>{scope || 'tasks:read'}</code>. Sign in with a key that has it.
      </p>
    </PageState>
  );
}
