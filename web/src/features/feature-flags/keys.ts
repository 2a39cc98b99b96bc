/** Letters that no decomposition turns into plain ones, as a Turkish keyboard has them. */
const PLAIN: Record<string, string> = { ı: 'i', İ: 'i', ø: 'o', ß: 'ss', æ: 'ae' };

/** A key for a name: `Yeni kasa (2027)` becomes `yeni_kasa_2027`. */
export function keyFor(name: string): string {
  return name
    .replaceAll(/[ıİøßæ]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 100);
}
