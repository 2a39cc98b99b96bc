/** The order after a press on a column: ascending first, then the other way around. */
export function nextSort(current: string | undefined, key: string): string {
  return current === key ? `-${key}` : key;
}

/** First and last row number on a page, for "51–100 of 1,234". */
export function rowRange(page: number, pageSize: number, total: number): [number, number] {
  if (total === 0) return [0, 0];
  return [(page - 1) * pageSize + 1, Math.min(page * pageSize, total)];
}
