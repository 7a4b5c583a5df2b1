import type { DataColumn } from '../ui/table/data-column.ts';
import { DataTable } from '../ui/table/data-table.tsx';
import type { DataField } from './event-types.ts';

const COLUMNS: readonly DataColumn<DataField>[] = [
  {
    id: 'field',
    title: 'Field',
    cell: ({ name, required }) => (
      <>
        <code className="what">{name}</code> {required ? <span className="tag">needed</span> : null}
      </>
    ),
  },
  { id: 'kind', title: 'What it is', cell: ({ kind }) => kind },
  { id: 'meaning', title: 'Meaning', cell: ({ meaning }) => meaning.replaceAll('`', '') },
];

/** What the data of an event may hold. */
export function FieldsTable({ fields }: { readonly fields: readonly DataField[] }) {
  if (fields.length === 0) return <p className="body faint">Its data holds nothing.</p>;
  return <DataTable label="Fields of the data" columns={COLUMNS} rows={fields} idOf={({ name }) => name} />;
}
