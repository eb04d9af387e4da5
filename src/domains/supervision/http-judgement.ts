import type { Text } from '#engines/text.ts';
import type { HttpAnswer, HttpFailure } from './http-exchange.ts';
import { result, type Json, type ProbeCode, type ProbeResult, type ProbeState } from './probe-result.ts';
import type { HttpTarget } from './targets.ts';
import { milliseconds, quoted } from './probe-words.ts';

/** Query strings of redirections carry session secrets: they are not kept. */
export function shownUrl(url: URL): string {
  return quoted(`${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`, 300);
}

type Meaning = readonly [ProbeState, ProbeCode, (failure: HttpFailure) => Text];

function reached({ phase }: HttpFailure): Text {
  return phase === 'headers'
    ? { fr: 'avant la réponse', en: 'before the answer' }
    : { fr: 'au milieu de la réponse', en: 'in the middle of the answer' };
}

const failures: Readonly<Record<HttpFailure['kind'], Meaning>> = {
  cancelled: ['unknown', 'probe.cancelled', () => ({ fr: 'sonde interrompue', en: 'check interrupted' })],
  timeout: [
    'down',
    'http.timeout',
    (failure) => ({
      fr: `connecté, mais le délai s’est écoulé ${reached(failure).fr} (${milliseconds(failure.elapsedMs).fr})`,
      en: `connected, but time ran out ${reached(failure).en} (${milliseconds(failure.elapsedMs).en})`,
    }),
  ],
  'closed-early': [
    'down',
    'http.closed-early',
    (failure) => ({
      fr: `le serveur a fermé la connexion ${reached(failure).fr}`,
      en: `the server closed the connection ${reached(failure).en}`,
    }),
  ],
  'header-overflow': [
    'down',
    'http.header-overflow',
    () => ({
      fr: 'les en-têtes de la réponse dépassent 32 Kio',
      en: 'the headers of the answer exceed 32 KiB',
    }),
  ],
  malformed: [
    'down',
    'http.malformed',
    ({ code }) => ({
      fr: `la réponse n’est pas du HTTP valide (${code})`,
      en: `the answer is not valid HTTP (${code})`,
    }),
  ],
};

/** What an exchange that did not come to its end says of the server. */
export function exchangeFailure(
  where: string,
  failure: HttpFailure,
  evidence: Record<string, Json>,
): ProbeResult {
  const [state, code, say] = failures[failure.kind];
  const { fr, en } = say(failure);
  const more = { ...evidence, phase: failure.phase, systemCode: failure.code };
  return result(state, code, { fr: `${where} : ${fr}.`, en: `${where}: ${en}.` }, more);
}

export function statusMatches(status: number, ranges: readonly string[]): boolean {
  return ranges.some((range) => status >= Number(range.slice(0, 3)) && status <= Number(range.slice(-3)));
}

function bodyProblem(
  target: HttpTarget,
  where: string,
  answer: HttpAnswer,
  evidence: Record<string, Json>,
  totalMs: number,
): ProbeResult | null {
  const { bodyContains, bodyNotContains } = target;
  const within = answer.bodyTruncated
    ? { fr: ' (premier Mio de la page)', en: ' (first MiB of the page)' }
    : { fr: '', en: '' };
  if (bodyContains !== undefined && !answer.body.includes(bodyContains)) {
    const detail = {
      fr: `${where} : ${answer.status}, mais la page ne contient pas « ${quoted(bodyContains)} »${within.fr}.`,
      en: `${where}: ${answer.status}, but the page does not hold "${quoted(bodyContains)}"${within.en}.`,
    };
    return result('down', 'http.body-missing', detail, evidence, totalMs);
  }
  if (bodyNotContains !== undefined && answer.body.includes(bodyNotContains)) {
    const detail = {
      fr: `${where} : ${answer.status}, mais la page contient « ${quoted(bodyNotContains)} ».`,
      en: `${where}: ${answer.status}, but the page holds "${quoted(bodyNotContains)}".`,
    };
    return result('down', 'http.body-forbidden', detail, evidence, totalMs);
  }
  return null;
}

/** What an answer is worth: its status, its page, its time. */
export function judgeAnswer(
  target: HttpTarget,
  url: URL,
  answer: HttpAnswer,
  journey: Readonly<Record<string, Json>>,
  totalMs: number,
): ProbeResult {
  const where = shownUrl(url);
  const took = milliseconds(totalMs);
  const evidence = {
    ...journey,
    status: answer.status,
    statusText: quoted(answer.statusText, 100),
    bodyBytes: answer.bodyBytes,
    bodyTruncated: answer.bodyTruncated,
  };
  if (!statusMatches(answer.status, target.expectedStatus)) {
    const wanted = target.expectedStatus.join(', ');
    const said = `${answer.status} ${quoted(answer.statusText, 60)}`.trim();
    const detail = {
      fr: `${where} : répond ${said} au lieu de ${wanted}, en ${took.fr}.`,
      en: `${where}: answers ${said} instead of ${wanted}, in ${took.en}.`,
    };
    return result('down', 'http.status', detail, evidence, totalMs);
  }
  const body = bodyProblem(target, where, answer, evidence, totalMs);
  if (body) return body;
  if (target.degradedMs !== undefined && totalMs > target.degradedMs) {
    const most = milliseconds(target.degradedMs);
    const detail = {
      fr: `${where} : ${answer.status} en ${took.fr}, plus lent que ${most.fr}.`,
      en: `${where}: ${answer.status} in ${took.en}, slower than ${most.en}.`,
    };
    return result('degraded', 'http.slow', detail, evidence, totalMs);
  }
  const detail = {
    fr: `${where} : ${answer.status} en ${took.fr}.`,
    en: `${where}: ${answer.status} in ${took.en}.`,
  };
  return result('up', 'http.ok', detail, evidence, totalMs);
}
