import { PageState } from './parts.tsx';

interface LacksScopeProps {
  /** The one that is lacked; '' where the answer did not name it. */
  readonly scope: string;
  /** What cannot be done without it. */
  readonly title?: string;
}

export function LacksScope({ scope, title = 'This key does not read tasks' }: LacksScopeProps) {
  return (
    <PageState title={title}>
      <p>
        It lacks the scope <code>{scope || 'tasks:read'}</code>. Sign in with a key that has it.
      </p>
    </PageState>
  );
}
