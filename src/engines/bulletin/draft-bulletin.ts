import type {
  BulletinDraft,
  BulletinFacts,
  BulletinLine,
  FactNotice,
  FactVulnerability,
  Urgency,
  Why,
} from './bulletin.ts';

/** Lines that one bulletin holds. */
const mostLines = 60;
const mostActions = 3;

const urgencies: readonly Urgency[] = ['immediate', 'days3', 'days14', 'planned'];

/**
 * The lines of a week, the most pressing first: one for each CERT-FR notice that names what touches us, and one for each
 * software with vulnerabilities that no notice names. The same facts always give the same lines.
 */
export function draftBulletin({ vulnerabilities, notices }: BulletinFacts): BulletinDraft {
  const byName = new Map(vulnerabilities.map((one) => [one.name, one]));
  const told = new Set<string>();
  const lines: Ranked[] = [];
  const others: FactNotice[] = [];
  for (const notice of notices.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    const own = notice.cves.flatMap((cve) => byName.get(cve) ?? []);
    if (own.length === 0) {
      if (notice.kind === 'alerte') others.push(notice);
      continue;
    }
    for (const { name } of own) told.add(name);
    lines.push(noticeLine(notice, own));
  }
  const rest = vulnerabilities.filter(({ name }) => !told.has(name));
  for (const [software, own] of Map.groupBy(rest, (one) => one.software[0] ?? one.name))
    lines.push(softwareLine(software, own));
  const sorted = lines.toSorted(compare);
  return {
    lines: sorted.slice(0, mostLines).map(({ line }) => line),
    left: Math.max(0, sorted.length - mostLines),
    vulnerabilities: vulnerabilities.length,
    exploited: vulnerabilities.filter((one) => one.exploited).length,
    services: new Set(vulnerabilities.flatMap(({ services }) => services)).size,
    otherAlerts: others.map(({ id, title, url }) => ({ id, title, url })),
  };
}

/** A line and what it is sorted by beside itself. */
interface Ranked {
  readonly line: BulletinLine;
  readonly cvss: number;
}

function compare(a: Ranked, b: Ranked): number {
  return (
    rankOf(a.line) - rankOf(b.line) ||
    order(a.line.dueAt ?? '9', b.line.dueAt ?? '9') ||
    b.line.services.length - a.line.services.length ||
    b.cvss - a.cvss ||
    order(a.line.key, b.line.key)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Attackers use it, or CERT-FR has an open alert on it: a doubt about that comes before what is sure and can wait. */
export function isHot({ why }: Pick<BulletinLine, 'why'>): boolean {
  return why.includes('exploited') || why.includes('alert');
}

function rankOf(line: BulletinLine): number {
  const place = line.urgency === null ? urgencies.length : urgencies.indexOf(line.urgency);
  return (isHot(line) ? 0 : 20) + (line.toConfirm ? 10 : 0) + place;
}

function noticeLine(notice: FactNotice, own: readonly FactVulnerability[]): Ranked {
  const { line, cvss } = commonOf(own);
  return {
    cvss,
    line: {
      ...line,
      key: notice.id,
      reference: notice.id,
      url: notice.url,
      title: notice.title,
      systems: notice.systems.length > 0 ? notice.systems : line.systems,
      risks: notice.risks,
      publishedAt: notice.publishedAt,
      modifiedAt: notice.modifiedAt,
      why: whysOf(own, notice.isOpenAlert),
    },
  };
}

function softwareLine(software: string, own: readonly FactVulnerability[]): Ranked {
  const { line, cvss } = commonOf(own);
  const [first] = worstFirst(own);
  const many = own.length > 1;
  return {
    cvss,
    line: {
      ...line,
      key: `software:${software}`,
      title: many
        ? `${software} : ${own.length} vulnérabilités`
        : first === undefined || first.title === ''
          ? software
          : first.title,
    },
  };
}

function whysOf(own: readonly FactVulnerability[], isAlert: boolean): readonly Why[] {
  return [
    ...(own.some((one) => one.exploited) ? (['exploited'] as const) : []),
    ...(isAlert ? (['alert'] as const) : []),
    own.some((one) => one.isNew) ? 'new' : 'changed',
  ];
}

function worstFirst(own: readonly FactVulnerability[]): readonly FactVulnerability[] {
  return own.toSorted(
    (a, b) =>
      Number(b.exploited) - Number(a.exploited) || (b.cvss ?? -1) - (a.cvss ?? -1) || order(a.name, b.name),
  );
}

function commonOf(own: readonly FactVulnerability[]): Ranked {
  const sorted = worstFirst(own);
  const findings = [
    ...new Map(sorted.flatMap((one) => one.findings).map((finding) => [finding.id, finding])).values(),
  ].toSorted(
    (a, b) =>
      urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) || order(a.dueAt ?? '9', b.dueAt ?? '9'),
  );
  const dates = (of: (one: FactVulnerability) => string | null) =>
    own.flatMap((one) => of(one) ?? []).toSorted();
  return {
    cvss: Math.max(-1, ...own.map((one) => one.cvss ?? -1)),
    line: {
      key: '',
      reference: null,
      url: null,
      title: '',
      systems: [...new Set(sorted.flatMap((one) => one.software))],
      risks: [],
      cves: sorted.map((one) => one.name),
      publishedAt: dates((one) => one.publishedAt)[0] ?? null,
      modifiedAt: dates((one) => one.modifiedAt).at(-1) ?? null,
      why: whysOf(own, false),
      toConfirm: own.every((one) => one.toConfirm),
      services: [...new Set(sorted.flatMap((one) => one.services))],
      actions: findings.slice(0, mostActions).map(({ title }) => title),
      urgency: findings[0]?.urgency ?? null,
      dueAt: findings.flatMap(({ dueAt }) => dueAt ?? []).toSorted()[0] ?? null,
      responsible: [...new Set(findings.flatMap(({ assignedTo }) => assignedTo ?? []))],
      findingIds: findings.map(({ id }) => id),
    },
  };
}
