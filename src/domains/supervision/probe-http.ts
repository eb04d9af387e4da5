import { dial, type Attempt, type DialFailure, type RefusedAddress } from '#platform/net/dial.ts';
import { exchangeHttp, type HttpAnswer } from './http-exchange.ts';
import { exchangeFailure, judgeAnswer, shownUrl, statusMatches } from './http-judgement.ts';
import { result, type Json, type ProbeContext, type ProbeResult } from './probe-result.ts';
import { familyOf } from './probe-tcp.ts';
import { handshakeFailure } from './probe-tls.ts';
import type { HttpTarget } from './targets.ts';
import { handshake, type Handshake } from './tls-handshake.ts';
import { daysLeft, firstToExpire, trustProblems, type TlsProblem } from './tls-judgement.ts';
import { attemptsEvidence, dialFailureResult, endpoint, quoted, rounded } from './probe-words.ts';

const bodyLimitBytes = 1_048_576;
const redirections = new Set([301, 302, 303, 307, 308]);

interface Timings {
  dnsMs: number;
  connectMs: number;
  tlsMs: number;
  firstByteMs: number;
}

/** What is gathered hop after hop. */
interface Journey {
  readonly startedAt: number;
  readonly hops: Json[];
  readonly timings: Timings;
  address: string | null;
  attempts: readonly Attempt[];
  refused: readonly RefusedAddress[];
  certificate: Handshake | null;
}

type Hop =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly failure: ProbeResult; readonly kind: DialFailure['kind'] | null };

interface HopRequest {
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function journeyEvidence(target: HttpTarget, journey: Journey, now: Date): Record<string, Json> {
  const { timings, certificate } = journey;
  const first = certificate ? firstToExpire(certificate.chain) : null;
  return {
    url: target.url,
    address: journey.address,
    hops: journey.hops,
    dnsMs: rounded(timings.dnsMs),
    connectMs: rounded(timings.connectMs),
    tlsMs: rounded(timings.tlsMs),
    firstByteMs: rounded(timings.firstByteMs),
    totalMs: rounded(performance.now() - journey.startedAt),
    ...(certificate && { protocol: certificate.protocol, chainError: certificate.chainError }),
    ...(first && {
      certificateNotAfter: first.notAfter.toISOString(),
      certificateDaysLeft: rounded(daysLeft(first, now)),
    }),
    ...attemptsEvidence(journey.attempts, journey.refused),
  };
}

function certificateFailure(
  where: string,
  problems: readonly TlsProblem[],
  evidence: Record<string, Json>,
): ProbeResult {
  const [first] = problems;
  const say = (language: 'fr' | 'en'): string =>
    problems.map((problem) => problem.detail[language]).join(' ; ');
  const detail = { fr: `${where} : ${say('fr')}.`, en: `${where}: ${say('en')}.` };
  return result('down', first?.code ?? 'tls.untrusted', detail, {
    ...evidence,
    problems: problems.map((one) => one.code),
  });
}

async function requestHop(
  url: URL,
  hop: HopRequest,
  target: HttpTarget,
  journey: Journey,
  context: ProbeContext,
): Promise<Hop> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const evidence = (): Record<string, Json> => journeyEvidence(target, journey, context.now());
  const dialed = await dial(host, port, { ...context, ...familyOf(target.family) });
  if (!dialed.ok) {
    return {
      ok: false,
      kind: dialed.kind,
      failure: dialFailureResult(dialed, endpoint(host, port), evidence()),
    };
  }
  journey.address = dialed.address;
  journey.attempts = dialed.attempts;
  journey.refused = dialed.refused;
  journey.timings.dnsMs += dialed.dnsMs;
  journey.timings.connectMs += dialed.connectMs;
  let { socket } = dialed;
  if (secure) {
    const outcome = await handshake(socket, {
      serverName: host,
      signal: context.signal,
      caPem: target.caPem,
      alpn: ['http/1.1'],
    });
    if (!outcome.ok)
      return { ok: false, kind: null, failure: handshakeFailure(endpoint(host, port), outcome, evidence()) };
    journey.certificate = outcome.handshake;
    journey.timings.tlsMs += outcome.handshake.tlsMs;
    socket = outcome.handshake.socket;
    // Before a byte of the request leaves: it may carry a secret.
    const now = context.now();
    const checks = {
      serverName: host,
      verifyChain: target.verifyCertificate,
      verifyName: target.verifyCertificate,
      now,
    };
    const problems = target.verifyCertificate ? trustProblems(outcome.handshake, checks) : [];
    if (problems.length > 0) {
      socket.destroy();
      return { ok: false, kind: null, failure: certificateFailure(shownUrl(url), problems, evidence()) };
    }
  }
  const path = `${url.pathname}${url.search}`;
  const answer = await exchangeHttp({ socket, ...hop, path, bodyLimitBytes, signal: context.signal });
  if (!answer.ok)
    return { ok: false, kind: null, failure: exchangeFailure(shownUrl(url), answer, evidence()) };
  journey.timings.firstByteMs += answer.firstByteMs;
  journey.hops.push({ url: shownUrl(url), status: answer.status, address: dialed.address });
  return { ok: true, answer };
}

function headersFor(url: URL, target: HttpTarget, isFirstOrigin: boolean): Record<string, string> {
  const headers: Record<string, string> = {
    host: url.host,
    'user-agent': 'Vigie',
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'close',
  };
  // The operator's headers may be credentials: they stay with the origin that they were given for.
  for (const [name, value] of isFirstOrigin ? Object.entries(target.headers) : [])
    headers[name.toLowerCase()] = value;
  return headers;
}

function nextUrl(location: string, from: URL): URL | null {
  if (location.length > 4000 || !URL.canParse(location, from.href)) return null;
  const next = new URL(location, from.href);
  next.username = '';
  next.password = '';
  next.hash = '';
  return next.protocol === 'http:' || next.protocol === 'https:' ? next : null;
}

function redirectFailure(hop: Hop & { ok: false }, from: URL, to: URL): ProbeResult {
  if (hop.kind !== 'forbidden') return hop.failure;
  const detail = {
    fr: `${shownUrl(from)} redirige vers ${shownUrl(to)}, qui n’est pas dans la liste des destinations autorisées : Vigie n’y est pas allée.`,
    en: `${shownUrl(from)} redirects to ${shownUrl(to)}, which is not in the list of allowed destinations: Vigie did not go there.`,
  };
  return { ...hop.failure, code: 'http.redirect-forbidden', detail };
}

/** Requests a page, follows its redirections (each one judged by the allow-list), and judges what came. */
export async function probeHttp(target: HttpTarget, context: ProbeContext): Promise<ProbeResult> {
  const startedAt = performance.now();
  const timings = { dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 0 };
  const journey: Journey = {
    startedAt,
    hops: [],
    timings,
    address: null,
    attempts: [],
    refused: [],
    certificate: null,
  };
  const start = new URL(target.url);
  let url = start;
  let from = start;
  let { method, requestBody: body }: { method: string; requestBody?: string | undefined } = target;
  for (let followed = 0; ; followed += 1) {
    const headers = headersFor(url, target, url.origin === start.origin);
    const hop = await requestHop(url, { method, body, headers }, target, journey, context);
    if (!hop.ok) return followed === 0 ? hop.failure : redirectFailure(hop, from, url);
    const { answer } = hop;
    const { location } = answer.headers;
    const isFollowed = redirections.has(answer.status) && location !== undefined && target.maxRedirects > 0;
    // A redirection that is itself what the operator expects is the end of the journey.
    if (!isFollowed || statusMatches(answer.status, target.expectedStatus)) {
      const evidence = journeyEvidence(target, journey, context.now());
      return judgeAnswer(target, url, answer, evidence, performance.now() - startedAt);
    }
    const evidence = { ...journeyEvidence(target, journey, context.now()), status: answer.status };
    const next = nextUrl(location, url);
    if (!next) {
      const shown = quoted(location, 120);
      const detail = {
        fr: `${shownUrl(url)} : redirige vers « ${shown} », qui n’est pas une adresse web.`,
        en: `${shownUrl(url)}: redirects to "${shown}", which is not a web address.`,
      };
      return result('down', 'http.redirect-invalid', detail, evidence);
    }
    if (followed >= target.maxRedirects) {
      const detail = {
        fr: `${shownUrl(start)} : plus de ${target.maxRedirects} redirections, la dernière vers ${shownUrl(next)}.`,
        en: `${shownUrl(start)}: more than ${target.maxRedirects} redirections, the last one to ${shownUrl(next)}.`,
      };
      return result('down', 'http.too-many-redirects', detail, evidence);
    }
    if (answer.status === 303 || (answer.status <= 302 && method === 'POST')) {
      method = method === 'HEAD' ? 'HEAD' : 'GET';
      body = undefined;
    }
    from = url;
    url = next;
  }
}
