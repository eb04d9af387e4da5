import type { Language } from '#engines/text.ts';

/** How a person reads: language and IANA time zone. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
}

/** An instant: ISO 8601 text, milliseconds since 1970, or a Date. */
export type Instant = string | number | Date;

const nbsp = '\u00A0';
const daySeconds = 86_400;
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function locale(language: Language): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}

function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language}${JSON.stringify(options)}`;
  const found = formatters.get(key) ?? new Intl.NumberFormat(locale(language), options);
  formatters.set(key, found);
  return found as Intl.NumberFormat;
}

function dates(reader: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${reader.language}${reader.timeZone}${JSON.stringify(options)}`;
  const found =
    formatters.get(key) ??
    new Intl.DateTimeFormat(locale(reader.language), { timeZone: reader.timeZone, ...options });
  formatters.set(key, found);
  return found as Intl.DateTimeFormat;
}

export function toMillis(at: Instant): number {
  return at instanceof Date ? at.getTime() : typeof at === 'number' ? at : Date.parse(at);
}

/** French groups thousands with a narrow no-break space (U+202F), as Intl does. */
export function formatNumber(value: number, language: Language, digits = 2): string {
  return numbers(language, { maximumFractionDigits: digits }).format(value);
}

/** From a ratio of 0 to 1. Rounded down, so that 99,996 % never reads 100 %. */
export function formatPercent(ratio: number, language: Language, digits = 2): string {
  const scale = 100 * 10 ** digits;
  const floored = Math.floor(ratio * scale + 1e-7) / scale;
  return numbers(language, { style: 'percent', maximumFractionDigits: digits }).format(floored);
}

/** Bytes in binary units of the IEC: `1,5 Gio`, `1.5 GiB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units =
    language === 'fr' ? ['o', 'Kio', 'Mio', 'Gio', 'Tio', 'Pio'] : ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${formatNumber(bytes / 1024 ** step, language, step === 0 ? 0 : 1)}${nbsp}${units[step] ?? ''}`;
}

/** Bits per second in decimal units: `120 Mbit/s`. */
export function formatBitRate(bitsPerSecond: number, language: Language): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];
  const step = bitsPerSecond < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bitsPerSecond) / 3));
  return `${formatNumber(bitsPerSecond / 1000 ** step, language, step === 0 ? 0 : 1)}${nbsp}${units[step] ?? ''}`;
}

/** Two units at most, never rounded up: `45 s`, `12 min`, `3 h 48`, `2 j 4 h`, `84 j`, `2 ans`. */
export function formatDuration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds));
  const day = language === 'fr' ? 'j' : 'd';
  if (whole < 60) return `${whole}${nbsp}s`;
  if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole < 600 ? whole % 60 : 0, 's');
  if (whole < daySeconds) return hours(whole, language);
  const days = Math.floor(whole / daySeconds);
  if (days < 10) return two(days, day, Math.floor((whole % daySeconds) / 3600), 'h');
  if (days < 730) return `${days}${nbsp}${day}`;
  const years = Math.floor(days / 365.25);
  return `${years}${nbsp}${language === 'fr' ? 'ans' : 'years'}`;
}

function two(first: number, firstUnit: string, second: number, secondUnit: string): string {
  const head = `${first}${nbsp}${firstUnit}`;
  return second === 0 ? head : `${head}${nbsp}${second}${nbsp}${secondUnit}`;
}

function hours(whole: number, language: Language): string {
  const minutes = Math.floor((whole % 3600) / 60);
  const head = `${Math.floor(whole / 3600)}${nbsp}h`;
  if (minutes === 0) return head;
  const padded = String(minutes).padStart(2, '0');
  return language === 'fr' ? `${head}${nbsp}${padded}` : `${head}${nbsp}${padded}${nbsp}min`;
}

/** Relative under a day either way, a date beyond: `il y a 12 min`, `dans 3 h`, `24 nov., 08:12`. */
export function formatRelative(at: Instant, now: Instant, reader: Reader): string {
  const seconds = Math.round((toMillis(now) - toMillis(at)) / 1000);
  if (Number.isNaN(seconds)) return '—';
  const gap = Math.abs(seconds);
  if (gap >= daySeconds) return formatDateTime(at, now, reader);
  const fr = reader.language === 'fr';
  if (gap < 60)
    return seconds >= 0 ? (fr ? 'à l’instant' : 'just now') : fr ? 'dans un instant' : 'in a moment';
  const amount = gap < 3600 ? `${Math.floor(gap / 60)}${nbsp}min` : `${Math.floor(gap / 3600)}${nbsp}h`;
  if (seconds < 0) return fr ? `dans ${amount}` : `in ${amount}`;
  return fr ? `il y a ${amount}` : `${amount} ago`;
}

/** `24 nov., 08:12`, with the year when it is not the present one. */
export function formatDateTime(at: Instant, now: Instant, reader: Reader): string {
  if (Number.isNaN(toMillis(at))) return '—';
  return `${formatDate(at, now, reader)}, ${formatTime(at, reader)}`;
}

export function formatDate(at: Instant, now: Instant, reader: Reader): string {
  if (Number.isNaN(toMillis(at))) return '—';
  const sameYear = year(at, reader) === year(now, reader);
  return dates(reader, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    toMillis(at),
  );
}

function year(at: Instant, reader: Reader): string {
  return dates(reader, { year: 'numeric' }).format(toMillis(at));
}

export function formatTime(at: Instant, reader: Reader): string {
  return dates(reader, { hour: '2-digit', minute: '2-digit' }).format(toMillis(at));
}

/** `lundi 24 nov.`: the head of the watchroom's day. */
export function formatDay(at: Instant, reader: Reader): string {
  return dates(reader, { weekday: 'long', day: 'numeric', month: 'short' }).format(toMillis(at));
}

export function formatMonth(at: Instant, reader: Reader): string {
  return dates(reader, { month: 'long', year: 'numeric' }).format(toMillis(at));
}

/** Shown on hover: the exact second and its zone, `lundi 24 novembre 2025 à 08:12:05 (UTC+11)`. */
export function formatExact(at: Instant, reader: Reader): string {
  if (Number.isNaN(toMillis(at))) return '—';
  return dates(reader, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(toMillis(at));
}

/** At the head of a line: `Novembre 2025`, `Lundi 24 nov.`. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `2025-11-24` in the given zone: the key of a day. */
export function dayKey(at: Instant, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  const key = `day${timeZone}`;
  const found = formatters.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  formatters.set(key, found);
  return (found as Intl.DateTimeFormat).format(toMillis(at));
}
