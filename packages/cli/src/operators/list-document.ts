/** A list as JSON has it. */
export function listDocument<Item>(data: readonly Item[]): {
  readonly object: 'list';
  readonly data: readonly Item[];
} {
  return { object: 'list', data };
}
