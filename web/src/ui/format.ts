import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const SPANS: ['day' | 'hour' | 'minute', number][] = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];

/** Numbers, times, sizes and money as a reader of `locale` writes them. Times are in UTC. */
export function formatter(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const utc = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  const local = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    hourCycle: 'h23',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const marks = new Map(decimal.formatToParts(1234567.8).map(({ type, value }) => [type, value]));
  return {
    /** For fields in which numbers are typed, as `NumberInput` wants them. */
    separators: {
      thousandSeparator: marks.get('group') ?? ',',
      decimalSeparator: marks.get('decimal') ?? '.',
    },
    number: (value: number) => number.format(value),
    decimal: (value: number) => decimal.format(value),
    /** `value` is in percent already: 96.5 gives "96.5%", or "%96,5" in Turkish. */
    percent: (value: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
        value / 100,
      ),
    money: (value: number, currency: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value),
    utc: (iso: string) => utc.format(new Date(iso)),
    local: (iso: string) => local.format(new Date(iso)),
    relative: (iso: string, now: number = Date.now()) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      for (const [unit, size] of UNITS)
        if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
      return relative.format(Math.round(seconds), 'second');
    },
    /** A span in the largest unit that it fills, to one decimal: "1 day", "1.5 hours". */
    duration: (minutes: number) => {
      const [unit, size] = SPANS.find(([, length]) => minutes >= length) ?? ['minute', 1];
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      }).format(minutes / size);
    },
    bytes: (value: number) => {
      const units = ['B', 'KiB', 'MiB', 'GiB'];
      let size = value;
      let unit = 0;
      while (size >= 1024 && unit < units.length - 1) {
        size /= 1024;
        unit += 1;
      }
      return `${decimal.format(Math.round(size * 10) / 10)} ${units[unit] ?? ''}`;
    },
  };
}

export type Formatter = ReturnType<typeof formatter>;

export function useFormat(): Formatter {
  const { i18n } = useTranslation();
  return useMemo(() => formatter(i18n.language), [i18n.language]);
}
