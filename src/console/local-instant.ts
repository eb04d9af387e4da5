const minute = 60_000;
const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/**
 * The instant at which a wall clock of that zone shows this day and hour (`2025-11-24T08:00`), as ISO 8601; null for a
 * text that is no date. An hour that daylight saving skips becomes the one that follows it.
 */
export function instantOfLocal(local: string, timeZone: string): string | null {
  // Without the form, the parser of the browser reads a date in almost anything.
  const asUtc = form.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // The offset is that of the instant itself: a first guess, then the same with the offset found.
  const guess = asUtc - offsetMillis(asUtc, timeZone);
  return new Date(asUtc - offsetMillis(guess, timeZone)).toISOString();
}

/** What a wall clock of that zone shows at this instant: `2025-11-24T08:00`, the form of `datetime-local`. */
export function localOfInstant(at: number, timeZone: string): string {
  return new Date(at + offsetMillis(at, timeZone)).toISOString().slice(0, 16);
}

function offsetMillis(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
  return shown - Math.floor(at / minute) * minute;
}
