/** A page of a list as JSON text. The items are JSON texts. */
export function pageJson(items: readonly string[], nextCursor: string | null, hasMore: boolean): string {
  const cursor = nextCursor === null ? 'null' : `"${nextCursor}"`;
  return `{"object":"list","data":[${items.join(',')}],"next_cursor":${cursor},"has_more":${hasMore}}`;
}
