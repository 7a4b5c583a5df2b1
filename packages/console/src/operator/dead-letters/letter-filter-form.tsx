import { DEAD_LETTER_CODES, DEAD_LETTER_STATUSES } from '@taskfold/contract/dead-letters';
import { FilterField } from '../parts/filter-field.tsx';
import type { LetterFilters } from './letter-filters.ts';

interface LetterFilterFormProps {
  readonly filters: LetterFilters;
  readonly onFilters: (filters: LetterFilters) => void;
}

/** What of the dead letters is listed. Choices count at once, what is typed with Enter. */
export function LetterFilterForm({ filters, onFilters }: LetterFilterFormProps) {
  const change = (name: keyof LetterFilters, value: string) => {
    const { [name]: _, ...others } = filters;
    onFilters(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <div className="tools filters" role="search" aria-label="Filters">
      <label className="field">
        <span>Status</span>
        <select
          className="input"
          value={filters.status ?? ''}
          onChange={(event) => change('status', event.target.value)}
        >
          <option value="">all</option>
          {DEAD_LETTER_STATUSES.map((status) => (
            <option key={status} value={status}>
              {status}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Why</span>
        <select
          className="input"
          value={filters.code ?? ''}
          onChange={(event) => change('code', event.target.value)}
        >
          <option value="">any reason</option>
          {Object.keys(DEAD_LETTER_CODES).map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </select>
      </label>
      <FilterField
        label="Partition"
        numeric
        value={filters.partition ?? ''}
        onValue={(value) => change('partition', value)}
      />
      <FilterField
        label="Tenant"
        value={filters.tenant_id ?? ''}
        onValue={(value) => change('tenant_id', value)}
      />
      <FilterField label="Task" value={filters.task_id ?? ''} onValue={(value) => change('task_id', value)} />
      {Object.keys(filters).length === 0 ? null : (
        <button type="button" className="button quiet" onClick={() => onFilters({})}>
          Clear all
        </button>
      )}
    </div>
  );
}
