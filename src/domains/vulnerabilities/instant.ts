const [earliest, latest] = [Date.UTC(1970, 0), Date.UTC(3000, 0)];

/** An instant that a record tells, in UTC where it names no zone; null for what is no date, or none of our time. */
export function instantOrNull(text: string | null): Date | null {
  if (text === null) return null;
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
  const instant = new Date(hasZone ? text : `${text}Z`);
  const time = instant.getTime();
  return time >= earliest && time < latest ? instant : null;
}
