/**
 * The ranges of nginx advisories as a constraint: `0.7.52-0.8.39`, `1.5.0+` (mainline: odd minor, and all after it),
 * `1.4.1+` (stable: even minor, to the end of its branch), `all`.
 */
export function nginxRanges(text: string): string {
  const clauses = text
    .toLowerCase()
    .replaceAll(/\s|nginx\/windows/g, '')
    .split(',');
  return clauses.map((clause) => clauseOf(clause)).join(' || ');
}

function clauseOf(clause: string): string {
  if (clause === 'all') return '*';
  const [low, high] = clause.split('-', 2);
  if (high !== undefined) return `>=${low}, <=${high}`;
  if (!clause.endsWith('+')) return clause;
  const from = clause.slice(0, -1);
  const [major = '', minor = ''] = from.split('.');
  const isMainline = Number(minor) % 2 === 1;
  return isMainline ? `>=${from}` : `>=${from}, <${major}.${Number(minor) + 1}.0`;
}
