/** Seconds as the two largest of days, hours and minutes; the sign is left to the words around. */
export function spanParts(seconds: number): { unit: 'day' | 'hour' | 'minute'; value: number }[] {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const parts = [
    { unit: 'day' as const, value: Math.floor(minutes / 1440) },
    { unit: 'hour' as const, value: Math.floor((minutes % 1440) / 60) },
    { unit: 'minute' as const, value: minutes % 60 },
  ];
  const first = parts.findIndex((part) => part.value > 0);
  return first === -1
    ? [{ unit: 'minute', value: 0 }]
    : parts.slice(first, first + 2).filter((part) => part.value > 0);
}

/** A span as a reader of `locale` writes it: "2d 4h", "2 gün 4 sa". */
export function spanText(seconds: number, locale: string): string {
  // The narrow Turkish hour is `s`, which a reader takes for a second.
  const unitDisplay = locale.startsWith('tr') ? 'short' : 'narrow';
  return spanParts(seconds)
    .map(({ unit, value }) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(value),
    )
    .join(' ');
}
