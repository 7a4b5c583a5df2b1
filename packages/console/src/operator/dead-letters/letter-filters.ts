/** Filters of the list, by the names that the API has for them. */
const LETTER_FILTERS = ['status', 'code', 'topic', 'partition', 'tenant_id', 'task_id'] as const;

export type LetterFilters = Readonly<Partial<Record<(typeof LETTER_FILTERS)[number], string>>>;

/** The filters that an address holds; what it holds else is left aside. */
export function readLetterFilters(search: Readonly<Record<string, unknown>>): LetterFilters {
  return Object.fromEntries(
    LETTER_FILTERS.flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}
