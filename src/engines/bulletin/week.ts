const dayMilliseconds = 86_400_000;

/** Midday in UTC of a date without time: no zone moves it to another day. */
function noon(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}

/** `2026-11-16` plus that many days; what is no date comes back as it is. */
export function addDays(date: string, days: number): string {
  if (Number.isNaN(noon(date))) return date;
  return new Date(noon(date) + days * dayMilliseconds).toISOString().slice(0, 10);
}

/** The Monday on or before a date; what is no date has none. */
export function mondayOf(date: string): string {
  if (Number.isNaN(noon(date))) return '';
  const weekday = (new Date(noon(date)).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

/** Number and year of the week of a Monday, as ISO 8601 counts: the week belongs to the year of its Thursday. */
export function weekNumber(monday: string): { readonly week: number; readonly year: number } {
  const thursday = new Date(noon(addDays(monday, 3)));
  const year = thursday.getUTCFullYear();
  const first = Date.UTC(year, 0, 1, 12);
  return { week: 1 + Math.floor((thursday.getTime() - first) / dayMilliseconds / 7), year };
}

/** The date of an instant in a zone. */
export function dateIn(at: string, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

/** « 22 novembre 2026 » of a date without time. */
export function longDate(date: string): string {
  return new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
    .format(noon(date))
    .replace(/^1 /, '1er ');
}

/** « du 16 au 22 novembre 2026 », « du 30 novembre au 6 décembre 2026 »: the week of a Monday. */
export function weekPeriod(monday: string): string {
  const sunday = longDate(addDays(monday, 6));
  const [day = '', month = '', year = ''] = longDate(monday).split(' ');
  const [, lastMonth, lastYear] = sunday.split(' ');
  const isSameYear = year === lastYear;
  const begin = [day, isSameYear && month === lastMonth ? '' : month, isSameYear ? '' : year];
  return `du ${begin.filter((part) => part !== '').join(' ')} au ${sunday}`;
}

/** « 22/11/2026 » of an instant in a zone. */
export function shortDate(at: string, timeZone: string): string {
  const [year, month, day] = dateIn(at, timeZone).split('-');
  return `${day}/${month}/${year}`;
}

/** « 22 novembre 2026 à 14:05 » of an instant in a zone. */
export function longInstant(at: string, timeZone: string): string {
  const time = new Intl.DateTimeFormat('fr-FR', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${longDate(dateIn(at, timeZone))} à ${time.format(new Date(at))}`;
}
