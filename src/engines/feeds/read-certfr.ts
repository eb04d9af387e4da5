import type { CertFrBulletin } from '#engines/advisory/advisory.ts';
import { isJsonObject } from '#engines/json-value.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import {
  cveOf,
  cvesIn,
  instantOf,
  leftOut,
  listOf,
  notOfForm,
  objectOf,
  textOf,
  unread,
  wordOf,
} from './fields.ts';
import { plainText } from './plain-text.ts';

const site = 'https://www.cert.ssi.gouv.fr';
const form = 'CERT-FR';

/** A line of the list `/avis/json/` or `/alerte/json/`: which bulletins there are, and when each last changed. */
export interface CertFrListed {
  readonly id: string;
  readonly kind: CertFrBulletin['kind'];
  readonly title: string;
  readonly modifiedAt: string | null;
  /** Where its JSON lies. */
  readonly jsonUrl: string;
}

/** `CERTFR-2026-AVI-0123` and its kind; older numbers begin with CERTA. Null for other kinds of publications. */
export function certFrIdIn(
  text: string,
): { readonly id: string; readonly kind: CertFrBulletin['kind'] } | null {
  const match = /\b(CERT(?:FR|A)-\d{4}-(AVI|ALE)-\d{3,5})\b/i.exec(text.slice(0, 2000));
  const [, id = '', kind = ''] = match ?? [];
  if (match === null) return null;
  return { id: id.toUpperCase(), kind: kind.toUpperCase() === 'ALE' ? 'alerte' : 'avis' };
}

export function certFrUrl({ id, kind }: { id: string; kind: CertFrBulletin['kind'] }): string {
  return `${site}/${kind}/${id}/`;
}

/** Reads the JSON of one bulletin (`/avis/CERTFR-2024-AVI-0001/json/`). */
export function readCertFr(document: JsonValue): Result<CertFrBulletin | null> {
  const named = certFrIdIn(wordOf(document, 'reference') ?? '');
  const title = wordOf(document, 'title');
  if (!isJsonObject(document) || named === null || title === null)
    return unread(null, notOfForm(form, '', named === null ? 'reference' : 'title'));
  const problems: InputProblem[] = [];
  const revisions = revisionsOf(document);
  const bulletin: CertFrBulletin = {
    ...named,
    title: plainText(title, 500),
    url: certFrUrl(named),
    publishedAt: instantOf(wordOf(document, 'initial_release_date')) ?? revisions[0]?.at ?? null,
    modifiedAt: instantOf(wordOf(document, 'last_revision_date')) ?? revisions.at(-1)?.at ?? null,
    closedAt: closedAt(document, revisions),
    summary: plainText(textOf(document, 'summary'), 8000),
    risks: descriptions(document, 'risks'),
    systems: systemsOf(document),
    cves: cvesOf(document, problems),
    references: urlsOf(document),
  };
  return { value: bulletin, problems };
}

/** An alert is active until CERT-FR closes it; an advisory never is. */
export function isActiveAlert({ kind, closedAt }: CertFrBulletin, now: Date): boolean {
  return kind === 'alerte' && (closedAt === null || new Date(closedAt).getTime() > now.getTime());
}

interface Revision {
  readonly at: string;
  readonly description: string;
}

function revisionsOf(document: JsonValue): readonly Revision[] {
  return listOf(document, 'revisions')
    .slice(0, 500)
    .flatMap((one) => {
      const at = instantOf(wordOf(one, 'revision_date'));
      return at === null ? [] : [{ at, description: textOf(one, 'description', 2000) }];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** `closed_at`; older documents only say it in their last revision. */
function closedAt(document: JsonValue, revisions: readonly Revision[]): string | null {
  const said = instantOf(wordOf(document, 'closed_at'));
  if (said !== null) return said;
  const last = revisions.at(-1);
  return last !== undefined && /^\s*cl[oô]ture\b/i.test(last.description) ? last.at : null;
}

function descriptions(document: JsonValue, name: string): readonly string[] {
  const texts = listOf(document, name)
    .slice(0, 2000)
    .map((one) => plainText(textOf(one, 'description', 2000), 500));
  return [...new Set(texts.filter((text) => text !== ''))];
}

/** Each with its vendor and product, unless its description names them already. */
function systemsOf(document: JsonValue): readonly string[] {
  const listed = listOf(document, 'affected_systems')
    .slice(0, 2000)
    .map((one) => {
      const product = objectOf(one, 'product');
      const names = [wordOf(objectOf(product, 'vendor'), 'name'), wordOf(product, 'name')].filter(
        (name) => name !== null && !/^n\/?a$/i.test(name),
      );
      const description = plainText(textOf(one, 'description', 2000), 500);
      const missing = names.filter((name) => !description.toLowerCase().includes(name?.toLowerCase() ?? ''));
      return [...missing, description].join(' ').trim();
    });
  const said = listed.filter((text) => text !== '');
  const other = plainText(textOf(document, 'affected_systems_content'), 2000);
  return [...new Set(other === '' ? said : [...said, other])];
}

/** Numbers of the list; where the list is empty, those that the text names. */
function cvesOf(document: JsonValue, problems: InputProblem[]): readonly string[] {
  const cves: string[] = [];
  for (const [index, one] of listOf(document, 'cves').slice(0, 5000).entries()) {
    const name = typeof one === 'string' ? one : textOf(one, 'name', 100);
    const cve = cveOf(name);
    if (cve !== null) cves.push(cve);
    else if (name.trim() !== '')
      problems.push(
        leftOut(`/cves/${index}`, {
          fr: `« ${name.slice(0, 40)} » n’est pas un numéro CVE.`,
          en: `“${name.slice(0, 40)}” is not a CVE number.`,
        }),
      );
  }
  if (cves.length > 0) return [...new Set(cves)];
  return cvesIn(`${textOf(document, 'summary')} ${textOf(document, 'content', 200_000)}`);
}

function urlsOf(document: JsonValue): readonly string[] {
  const urls = [...listOf(document, 'vendor_advisories'), ...listOf(document, 'links')]
    .slice(0, 1000)
    .map((one) => (typeof one === 'string' ? one : (wordOf(one, 'url') ?? '')));
  return [...new Set(urls.filter((url) => /^https?:\/\//i.test(url) && url.length <= 2000))];
}

/** Reads the list of all bulletins of a kind (`/avis/json/`, `/alerte/json/`). */
export function readCertFrList(document: JsonValue): Result<readonly CertFrListed[]> {
  if (!Array.isArray(document)) return unread([], notOfForm(form, '', 'reference'));
  const problems: InputProblem[] = [];
  const items: readonly JsonValue[] = document;
  const value = items.slice(0, 200_000).flatMap((item, index): readonly CertFrListed[] => {
    const named = certFrIdIn(wordOf(item, 'reference') ?? wordOf(item, 'json_url') ?? '');
    if (named === null) {
      problems.push(
        leftOut(`/${index}`, { fr: 'une ligne sans référence.', en: 'a line without reference.' }),
      );
      return [];
    }
    const modifiedAt = instantOf(wordOf(item, 'last_revision_date'));
    return [
      {
        ...named,
        title: plainText(textOf(item, 'title'), 500),
        modifiedAt,
        jsonUrl: `${certFrUrl(named)}json/`,
      },
    ];
  });
  return { value, problems };
}
