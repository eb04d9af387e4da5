import { SaxesParser } from 'saxes';
import type { CertFrBulletin } from '#engines/advisory/advisory.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { cvesIn, instantOf, notOfForm, problemAt, unread } from './fields.ts';
import { plainText } from './plain-text.ts';
import { certFrIdIn, certFrUrl } from './read-certfr.ts';

const maxLength = 20_000_000;
const maxItems = 5000;
const maxText = 100_000;
const maxDepth = 32;

/**
 * Reads the RSS 2.0 feeds `/avis/feed/` and `/alerte/feed/`. They tell which bulletins are new; what is affected is in
 * the JSON of each. Items of other kinds (news, threat reports) are passed over. No DTD, so no entity of its own.
 */
export function readCertFrFeed(xml: string): Result<readonly CertFrBulletin[]> {
  if (xml.length > maxLength) return unread([], notOfForm('RSS 2.0 (CERT-FR)', '', 'rss'));
  const items: Map<string, string>[] = [];
  const fault = parseItems(xml, items);
  const value = items.flatMap((item) => bulletinOf(item) ?? []);
  if (fault === null && items.length === 0 && !/<rss[\s>]/i.test(xml.slice(0, 5000)))
    return unread([], notOfForm('RSS 2.0 (CERT-FR)', '', 'rss'));
  return { value, problems: fault === null ? [] : [fault] };
}

/** Fills `items` with the fields of each; what came before a fault is kept. */
function parseItems(xml: string, items: Map<string, string>[]): InputProblem | null {
  const parser = new SaxesParser();
  let fault: InputProblem | null = null;
  const refuse = (message: InputProblem['message']): void => {
    fault ??= { ...problemAt('feed.xml', '', message), line: parser.line, column: parser.column };
  };
  let item: Map<string, string> | null = null;
  let text = '';
  const path: string[] = [];
  parser.on('doctype', () => refuse(noDoctype));
  parser.on('error', () => refuse(badXml));
  parser.on('opentag', ({ name }) => {
    path.push(name.toLowerCase());
    if (path.length > maxDepth) refuse(badXml);
    if (path.join('/') === 'rss/channel/item') item = new Map();
    text = '';
  });
  const add = (more: string): void => {
    if (text.length < maxText) text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    if (path.length === 4 && item !== null) item.set(path[3] ?? '', text.trim());
    else if (path.length === 3 && item !== null) {
      if (items.length < maxItems && fault === null) items.push(item);
      item = null;
    }
    path.pop();
    text = '';
  });
  const step = 65_536;
  for (let at = 0; at < xml.length && fault === null; at += step) parser.write(xml.slice(at, at + step));
  if (fault === null) parser.close();
  return fault;
}

function bulletinOf(item: ReadonlyMap<string, string>): CertFrBulletin | null {
  const named = certFrIdIn(`${item.get('link') ?? ''} ${item.get('guid') ?? ''}`);
  if (named === null) return null;
  const description = item.get('description') ?? '';
  return {
    ...named,
    title: plainText(item.get('title') ?? '', 500).replace(/\s*\(\d{1,2}(?:er)? \p{L}+ \d{4}\)$/u, ''),
    url: certFrUrl(named),
    publishedAt: instantOf(item.get('pubdate') ?? null),
    modifiedAt: null,
    closedAt: null,
    summary: plainText(description, 8000),
    risks: [],
    systems: [],
    cves: cvesIn(`${item.get('title') ?? ''} ${description}`),
    references: [],
  };
}

const badXml = {
  fr: 'Le flux n’est pas du XML lisible à cet endroit : il a sans doute été coupé. Ce qui précède est lu ; téléchargez-le de nouveau.',
  en: 'The feed is not readable XML at this place: it was probably cut. What comes before is read; download it again.',
};
const noDoctype = {
  fr: 'Le flux déclare un DOCTYPE, qui n’est pas accepté : CERT-FR n’en publie pas. Vérifiez son origine.',
  en: 'The feed declares a DOCTYPE, which is not accepted: CERT-FR publishes none. Check where it comes from.',
};
