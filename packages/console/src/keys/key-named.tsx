import { Said } from '../ui/parts.tsx';
import { useKeyNames } from './tenant-keys.ts';

/** A key by its name and its beginning, where the reader may know them; else by its id. */
export function KeyNamed({ id }: { readonly id: string }) {
  const name = useKeyNames().get(id);
  if (name === undefined) return <Said text={id} />;
  return (
    <span title={id}>
      <Said text={name} />
    </span>
  );
}
