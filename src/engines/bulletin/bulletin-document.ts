import type { Bulletin, BulletinLine, LineEdit, Urgency, Why } from './bulletin.ts';
import { isHot } from './draft-bulletin.ts';
import { tidyLine, tidyText } from './tidy-text.ts';
import type { Tlp } from './tlp.ts';
import { tlpInks, tlpMeanings } from './tlp.ts';
import { longInstant, shortDate, weekNumber, weekPeriod } from './week.ts';

/** A bulletin in words, ready to be laid out: every text is final, bounded, and nothing but text. */
export interface BulletinDocument {
  readonly administration: string;
  readonly title: string;
  /** « Semaine 47 de 2026 · du 16 au 22 novembre 2026 ». */
  readonly period: string;
  readonly tlp: string;
  readonly tlpInk: string;
  readonly tlpMeaning: string;
  /** « Projet, non publié », or who published it and when. */
  readonly status: string;
  readonly isDraft: boolean;
  readonly introduction: readonly string[];
  readonly sections: readonly DocumentSection[];
  /** What there is to say when no line is left. */
  readonly calm: string | null;
  /** Each service with what touches it, for who looks for theirs. */
  readonly services: readonly { readonly name: string; readonly lines: string }[];
  readonly otherAlerts: readonly { readonly reference: string; readonly title: string }[];
  readonly caveats: readonly string[];
  readonly notes: readonly string[];
}

export interface DocumentSection {
  readonly title: string;
  readonly lines: readonly DocumentLine[];
}

/** The columns of CERT-FR, then ours. */
export interface DocumentLine {
  readonly reference: string;
  /** The reference is a number of CERT-FR, not the words for its absence. */
  readonly isNotice: boolean;
  readonly marks: readonly string[];
  readonly title: string;
  readonly note: string;
  readonly systems: readonly string[];
  readonly risks: readonly string[];
  readonly cves: readonly string[];
  readonly dates: readonly string[];
  readonly services: readonly string[];
  readonly actions: readonly string[];
  readonly due: string;
  readonly responsible: string;
}

const mostListed = 6;
/** In a line; the annex names them all. */
const mostServices = 4;
const mostAnnexed = 120;
const mostLinesOfService = 12;
const mostTitle = 240;
const mostItem = 140;

const whyTexts: Readonly<Record<Why, string>> = {
  exploited: 'Exploitée',
  alert: 'Alerte en cours',
  new: 'Nouveau',
  changed: 'Mis à jour',
};

const urgencyTexts: Readonly<Record<Urgency, string>> = {
  immediate: 'Immédiat',
  days3: 'Sous 3 jours',
  days14: 'Sous 14 jours',
  planned: 'Planifié',
};

/** Puts a bulletin into words, in French, with dates of its zone. */
export function bulletinDocument(bulletin: Bulletin): BulletinDocument {
  const edits = new Map(bulletin.edits.map((edit) => [edit.key, edit]));
  const kept = bulletin.draft.lines.filter(({ key }) => edits.get(key)?.leftOut !== true);
  const { week, year } = weekNumber(bulletin.week);
  const sections = sectionsOf(kept, (line) => documentLine(line, edits.get(line.key), bulletin));
  return {
    administration: tidyLine(bulletin.administration, 160),
    title: 'Bulletin de veille des vulnérabilités',
    period: `Semaine ${week} de ${year} · ${weekPeriod(bulletin.week)}`,
    tlp: `TLP:${bulletin.tlp}`,
    tlpInk: tlpInks[bulletin.tlp],
    tlpMeaning: tlpMeanings[bulletin.tlp].fr,
    status: statusOf(bulletin),
    isDraft: bulletin.publishedAt === null,
    introduction: paragraphs(bulletin.introduction ?? introductionOf(bulletin)),
    sections,
    calm: kept.length > 0 ? null : calmOf(bulletin),
    services: annexOf(kept),
    otherAlerts: bulletin.draft.otherAlerts
      .slice(0, 30)
      .map(({ id, title }) => ({ reference: tidyLine(id, 60), title: tidyLine(title, mostTitle) })),
    caveats: bulletin.caveats.map(({ fr }) => tidyLine(fr, 600)),
    notes: notesOf(bulletin, kept.length),
  };
}

/** The sentences that the figures give: what a person starts from, or leaves as they are. */
export function introductionOf({ week, draft }: Pick<Bulletin, 'week' | 'draft'>): string {
  const period = weekPeriod(week).replace('du', 'Du');
  const { vulnerabilities, exploited, services } = draft;
  if (vulnerabilities === 0) return `${period}, aucune nouveauté n’a été rapprochée de notre parc.`;
  const touch =
    vulnerabilities > 1
      ? 'vulnérabilités nouvelles ou modifiées touchent'
      : 'vulnérabilité nouvelle ou modifiée touche';
  const sentences = [`${period}, ${vulnerabilities} ${touch} notre parc.`];
  if (exploited === 1) sentences.push('L’une d’elles est exploitée par des attaquants.');
  if (exploited > 1) sentences.push(`${exploited} d’entre elles sont exploitées par des attaquants.`);
  if (vulnerabilities === 1 && exploited === 1) sentences[1] = 'Elle est exploitée par des attaquants.';
  sentences.push(
    services === 0
      ? 'Aucun service public connu de la carte n’en dépend.'
      : services === 1
        ? '1 service public en dépend.'
        : `${services} services publics en dépendent.`,
  );
  return sentences.join(' ');
}

function statusOf({ publishedAt, preparedBy, version, timeZone, readAt }: Bulletin): string {
  const by = tidyLine(preparedBy, 160);
  const number = version > 1 ? `Version ${version}, qui remplace les précédentes. ` : '';
  return publishedAt === null
    ? `Projet, non publié. Données du ${longInstant(readAt, timeZone)}.`
    : `${number}Publié par ${by} le ${longInstant(publishedAt, timeZone)}.`;
}

function calmOf({ draft, caveats }: Bulletin): string {
  if (draft.lines.length > 0) return 'Toutes les lignes de la semaine ont été écartées avant publication.';
  return caveats.length === 0
    ? 'Aucun avis, aucune alerte ni aucune vulnérabilité de la semaine n’a été rapproché de notre parc.'
    : 'Rien n’a été rapproché de notre parc cette semaine, dans les limites dites plus bas : ce n’est pas l’assurance que rien ne nous touche.';
}

function notesOf({ draft, edits }: Bulletin, kept: number): readonly string[] {
  const out = draft.lines.length - kept;
  const notes: string[] = [];
  if (draft.left > 0)
    notes.push(
      draft.left === 1
        ? '1 autre ligne, moins urgente, est à lire dans Vigie, page Corrections.'
        : `${draft.left} autres lignes, moins urgentes, sont à lire dans Vigie, page Corrections.`,
    );
  if (out > 0 && edits.length > 0)
    notes.push(
      out === 1
        ? '1 ligne a été écartée avant publication.'
        : `${out} lignes ont été écartées avant publication.`,
    );
  return notes;
}

function sectionsOf(
  lines: readonly BulletinLine[],
  write: (line: BulletinLine) => DocumentLine,
): readonly DocumentSection[] {
  const groups = Map.groupBy(lines, (line) => (isHot(line) ? 'first' : line.toConfirm ? 'confirm' : 'other'));
  const titles = {
    first: 'Exploitées ou sous alerte : à traiter d’abord',
    other: 'Autres vulnérabilités qui nous touchent',
    confirm: 'À confirmer : l’inventaire ne permet pas de conclure',
  };
  return (['first', 'other', 'confirm'] as const).flatMap((group) => {
    const own = groups.get(group);
    return own === undefined ? [] : [{ title: titles[group], lines: own.map(write) }];
  });
}

function documentLine(line: BulletinLine, edit: LineEdit | undefined, { timeZone }: Bulletin): DocumentLine {
  const edited = (own: string | undefined, drafted: readonly string[]) =>
    own === undefined || own.trim() === '' ? drafted : paragraphs(own);
  const published = line.publishedAt === null ? null : shortDate(line.publishedAt, timeZone);
  const modified = line.modifiedAt === null ? null : shortDate(line.modifiedAt, timeZone);
  return {
    reference: tidyLine(line.reference ?? 'Sans avis du CERT-FR', 60),
    isNotice: line.reference !== null,
    marks: [...line.why.map((why) => whyTexts[why]), ...(line.toConfirm ? ['À confirmer'] : [])],
    title: tidyLine(line.title, mostTitle),
    note: tidyText(edit?.note.trim() ?? '', 1000),
    systems: listed(line.systems, 'systèmes'),
    risks: line.risks.length === 0 ? [] : [listed(line.risks, 'risques').join(', ')],
    cves: listed(line.cves, 'CVE'),
    dates: [
      ...(published === null ? [] : [published]),
      ...(modified === null || modified === published ? [] : [`mis à jour le ${modified}`]),
    ],
    services: line.services.length === 0 ? ['aucun service connu'] : servicesOf(line.services),
    actions: edited(
      edit?.action,
      line.actions.length === 0 ? ['à décider'] : line.actions.map((action) => tidyLine(action, mostTitle)),
    ),
    due:
      line.dueAt !== null
        ? shortDate(line.dueAt, timeZone)
        : line.urgency === null
          ? 'à fixer'
          : urgencyTexts[line.urgency],
    responsible:
      edited(edit?.responsible, [listed(line.responsible, 'personnes').join(', ')]).join(', ') ||
      'à désigner',
  };
}

function servicesOf(names: readonly string[]): readonly string[] {
  const shown = names.slice(0, shownOf(names, mostServices)).map((name) => tidyLine(name, mostItem));
  const more = names.length - shown.length;
  return [shown.join(', ') + (more > 0 ? ` et ${more} autres, nommés en annexe` : '')];
}

function annexOf(lines: readonly BulletinLine[]): BulletinDocument['services'] {
  const touched = new Map<string, string[]>();
  for (const { services, reference, key } of lines)
    for (const name of new Set(services)) {
      const own = touched.get(name);
      const label = tidyLine(reference ?? key.replace(/^software:/, ''), 120);
      if (own === undefined) touched.set(name, [label]);
      else own.push(label);
    }
  return [...touched]
    .toSorted(([a], [b]) => a.localeCompare(b, 'fr'))
    .slice(0, mostAnnexed)
    .map(([name, own]) => {
      const shown = shownOf(own, mostLinesOfService);
      const more = own.length - shown;
      const labels = own.slice(0, shown).join(' ; ');
      return { name: tidyLine(name, mostItem), lines: more > 0 ? `${labels} ; et ${more} autres` : labels };
    });
}

/** One more than the limit is named rather than counted. */
function shownOf(items: readonly string[], most: number): number {
  return items.length <= most + 1 ? items.length : most;
}

function listed(items: readonly string[], noun: string): readonly string[] {
  const shown = items.slice(0, shownOf(items, mostListed)).map((item) => tidyLine(item, mostItem));
  const more = items.length - shown.length;
  return more > 0 ? [...shown, `et ${more} autres ${noun}`] : shown;
}

function paragraphs(text: string): readonly string[] {
  return tidyText(text, 8000)
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 60);
}

/** `bulletin-veille-2026-s47.pdf`, without its extension. */
export function bulletinFileName(week: string, version: number, tlp: Tlp): string {
  const { week: number, year } = weekNumber(week);
  const mark = tlp.toLowerCase().replace('+', '-');
  return `bulletin-veille-${year}-s${String(number).padStart(2, '0')}${version > 1 ? `-v${version}` : ''}-tlp-${mark}`;
}
