import { HttpProblem, shownUrl } from '#platform/net/http-problems.ts';
import type { Validators } from './fetch-download.ts';
import { download, validatorsOf } from './fetch-download.ts';
import { fetchDocuments } from './fetch-documents.ts';
import { dateOf, safeName } from './fetch-file.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { cursorPart, cursorText } from './fetch-plan.ts';
import { fetchDocument } from './fetch-retry.ts';

/** Past so many changed records the whole archive is cheaper. */
const mostOneByOne = 800;

interface Change {
  readonly at: string;
  readonly id: string;
}

/** One ecosystem of OSV: its archive at first, then the records that `modified_id.csv` names. */
export async function* fetchOsv(context: FetchContext, base: URL): Fetching {
  const { cursor } = context;
  const changes = await readChanges(context, new URL('modified_id.csv', base));
  if (changes === 'unchanged') {
    yield { path: null, cursor, contentAt: null };
    return;
  }
  const until = cursorText(cursor, 'until');
  const newest = changes?.list.reduce((latest, one) => (one.at > latest ? one.at : latest), '') ?? '';
  const next = { ...(newest === '' ? {} : { until: newest }), list: changes?.validators ?? {} };
  const contentAt = newest === '' ? null : dateOf(newest);
  const fresh = until === null || changes === null ? null : changes.list.filter((one) => one.at > until);
  if (fresh !== null && fresh.length <= mostOneByOne) {
    if (fresh.length > 0) yield await fetchRecords(context, base, fresh, { cursor: next, contentAt });
    else yield { path: null, cursor: next, contentAt };
    return;
  }
  const validators = cursorPart(cursor, 'archive') as Validators;
  const got = await download(context, new URL('all.zip', base), 'osv-all.zip', { validators });
  if (!got.isChanged) yield { path: null, cursor: { ...next, archive: validators }, contentAt };
  else {
    yield {
      path: got.path,
      isComplete: true,
      cursor: { ...next, archive: got.validators },
      contentAt,
      bytes: got.bytes,
      refused: [],
    };
  }
}

async function readChanges(
  context: FetchContext,
  url: URL,
): Promise<{ list: Change[]; validators: Validators } | 'unchanged' | null> {
  const known = cursorPart(context.cursor, 'list') as Validators;
  const answer = await fetchDocument(context, url, {
    headers: known.etag === undefined ? {} : { 'if-none-match': known.etag },
    // Storage services say 403 for what is not there.
    accept: [304, 403, 404],
  });
  if (answer.status === 304) return 'unchanged';
  if (answer.status !== 200) return null;
  const list: Change[] = [];
  for (const line of answer.bytes.toString('utf8').split(/\r?\n/)) {
    const [, at = '', id = ''] =
      /^(\d{4}-\d\d-\d\dT[\d:.]+Z),(?:[^,/]+\/)?([\w.:-]+)$/.exec(line.trim()) ?? [];
    if (id !== '') list.push({ at, id });
  }
  return { list, validators: validatorsOf(answer.headers) };
}

async function fetchRecords(
  context: FetchContext,
  base: URL,
  changes: readonly Change[],
  { cursor, contentAt }: { cursor: Record<string, unknown>; contentAt: Date | null },
) {
  let count = 0;
  const wanted = changes.map((change) => {
    const url = new URL(`${encodeURIComponent(change.id)}.json`, base);
    return {
      key: change.id,
      path: `${safeName(change.id, 'record')}.json`,
      fetch: async () => (await fetchDocument(context, url)).bytes,
    };
  });
  const got = await fetchDocuments(context, wanted, () => {
    count += 1;
    const step = { fr: 'Lecture des fiches changées', en: 'Reading changed records' };
    context.progress({ step, done: count, total: wanted.length });
  });
  // Those refused are asked for again: the date does not pass the oldest of them.
  const done = new Set(got.done);
  const missed = changes.filter((change) => !done.has(change.id)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (missed.length === changes.length) throw nothingCame(base);
  const first = missed[0]?.at;
  return {
    path: got.folder,
    isComplete: false,
    cursor: first === undefined ? cursor : { until: previous(first) },
    contentAt,
    bytes: got.bytes,
    refused: got.refused,
  };
}

/** Just before an instant. */
function previous(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(time - 1).toISOString();
}

function nothingCame(url: URL): HttpProblem {
  return new HttpProblem('feed-nothing-came', {
    fr: `${shownUrl(url)} : aucune des fiches annoncées n’a pu être lue. Le prochain passage les redemandera.`,
    en: `${shownUrl(url)}: none of the announced records could be read. The next run asks for them again.`,
  });
}
