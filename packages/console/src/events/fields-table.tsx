import type { DataField } from './event-types.ts';

/** What the data of an event may hold. */
export function FieldsTable({ fields }: { readonly fields: readonly DataField[] }) {
  if (fields.length === 0) return <p className="body faint">Its data holds nothing.</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Fields of the data">
      <table className="events stacks">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">What it is</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, kind, required, meaning }) => (
            <tr key={name}>
              <td>
                <code className="what">{name}</code> {required ? <span className="tag">needed</span> : null}
              </td>
              <td data-label="What it is">{kind}</td>
              <td data-label="Meaning">{meaning.replaceAll('`', '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
