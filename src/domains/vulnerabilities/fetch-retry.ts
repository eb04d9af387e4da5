import { HttpProblem, badStatus, isPassing, tooBig } from '#platform/net/http-problems.ts';
import type { HttpAnswer } from '#platform/net/http-client.ts';
import type { FetchContext } from './fetch-plan.ts';

const firstWaitMs = 1000;
const longestWaitMs = 120_000;
const longestRetryAfterSeconds = 900;

/** `Retry-After` in seconds, from a number or a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds(answer: Pick<HttpAnswer, 'headers'>, now: Date): number | null {
  const text = answer.headers['retry-after'];
  if (text === undefined) return null;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/**
 * Tries again what failed in passing, each time later, as late as the provider asks. A provider that asks for more than
 * a quarter of an hour is left alone until the next run.
 */
export async function withRetries<T>(
  context: Pick<FetchContext, 'wait'>,
  attempts: number,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isPassing(error) || attempt >= attempts) throw error;
      const asked = (error as HttpProblem).retryAfterSeconds;
      if (asked !== undefined && asked > longestRetryAfterSeconds) throw error;
      const own = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
      await context.wait(asked === undefined ? own : Math.max(own, asked * 1000));
    }
  }
}

export interface TextAnswer {
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  readonly url: URL;
  readonly bytes: Buffer;
}

export interface DocumentOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly ownHeaders?: Readonly<Record<string, string>>;
  /** Statuses handed back beside 200; others are problems. */
  readonly accept?: readonly number[];
  /** Statuses that pass when asked again later, beside the usual ones. */
  readonly passing?: readonly number[];
  readonly attempts?: number;
}

/**
 * One small document, whole, decoded and bounded.
 * @throws HttpProblem
 */
export function fetchDocument(
  context: Pick<FetchContext, 'client' | 'limits' | 'now' | 'wait'>,
  url: URL,
  options: DocumentOptions = {},
): Promise<TextAnswer> {
  return withRetries(context, options.attempts ?? 4, async () => {
    const { headers = {}, ownHeaders = {} } = options;
    const answer = await context.client.get(url, {
      headers: { 'accept-encoding': 'gzip', ...headers },
      ownHeaders,
    });
    if (answer.status !== 200 && options.accept?.includes(answer.status) !== true) {
      answer.body.destroy();
      const after = retryAfterSeconds(answer, context.now());
      const problem = badStatus(url, answer.status, after);
      if (options.passing?.includes(answer.status) !== true || problem.passing) throw problem;
      throw new HttpProblem(problem.code, problem.text, {
        passing: true,
        ...(after === null ? {} : { retryAfterSeconds: after }),
      });
    }
    const bytes = await readBounded(answer, context.limits.documentBytes);
    return { status: answer.status, headers: answer.headers, url: answer.url, bytes };
  });
}

async function readBounded(answer: HttpAnswer, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooBig(answer.url, limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws HttpProblem when it is not JSON */
export function parseDocument(answer: TextAnswer): unknown {
  try {
    return JSON.parse(answer.bytes.toString('utf8'));
  } catch {
    throw notJson(answer.url);
  }
}

function notJson(url: URL): HttpProblem {
  return new HttpProblem('feed-not-json', {
    fr: `${url.origin}${url.pathname} : la réponse n’est pas un document JSON. Vérifiez l’adresse ; un portail ou un mandataire répond peut-être à sa place.`,
    en: `${url.origin}${url.pathname}: the answer is not a JSON document. Check the address; a portal or a proxy may be answering in its place.`,
  });
}
