import type { z } from 'zod';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import type { Contract, ReplyOf, Schema } from '#platform/contract.ts';

type InputOf<S> = S extends Schema ? z.core.input<S> : never;
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [N in Name]?: undefined }
  : object extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };

/** What a call hands over: `params`, `query`, `body`, each only when its contract has one. */
export type CallInput<C> =
  C extends Contract<infer P, infer Q, infer B>
    ? Part<'params', InputOf<P>> & Part<'query', InputOf<Q>> & Part<'body', InputOf<B>>
    : never;

/** The loose form that the transport works on. */
export interface RawInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

export interface FieldError {
  readonly field: string;
  readonly message: Text;
}

/** A refusal of the server (RFC 9457) or of the network, with its sentence in both languages. */
export class ProblemError extends Error {
  readonly code: string;
  /** HTTP status, or 0 when the server could not be reached. */
  readonly status: number;
  readonly text: Text;
  readonly fields: readonly FieldError[];
  readonly input: readonly InputProblem[];

  constructor(
    code: string,
    status: number,
    text: Text,
    fields: readonly FieldError[] = [],
    input: readonly InputProblem[] = [],
  ) {
    super(text.en);
    this.name = 'ProblemError';
    this.code = code;
    this.status = status;
    this.text = text;
    this.fields = fields;
    this.input = input;
  }
}

const unreachable: Text = {
  fr: 'Vigie ne répond pas. Vérifiez votre réseau ; l’affichage reprendra seul.',
  en: 'Vigie does not answer. Check your network; the display resumes by itself.',
};

/** `/api/assets/{id}` and its input as a URL; lists repeat their name, undefined and null are left out. */
export function urlOf(contract: Pick<Contract, 'path'>, input: RawInput): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(scalar(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) search.append(name, scalar(one));
    }
  }
  const query = search.toString();
  return query === '' ? path : `${path}?${query}`;
}

function scalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

let onSignedOut: () => void = () => undefined;

/** Told once by the router: what to do when the session is gone. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Calls one operation; throws `ProblemError` and nothing else (but an abort, which is the caller's own). */
export async function call<C extends Contract>(
  contract: C,
  input: CallInput<C>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ReplyOf<C>> {
  const raw = input as RawInput;
  const hasBody = raw.body !== undefined;
  const headers: Record<string, string> = { accept: 'application/json' };
  const isFile = raw.body instanceof Blob;
  if (hasBody) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  if (contract.method !== 'GET') headers['x-vigie-csrf'] = csrfToken(document.cookie);
  const response = await fetch(urlOf(contract, raw), {
    method: contract.method,
    headers,
    credentials: 'same-origin',
    ...(hasBody ? { body: isFile ? (raw.body as Blob) : JSON.stringify(raw.body) } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((cause: unknown) => {
    if (options.signal?.aborted === true) throw cause;
    throw new ProblemError('unreachable', 0, unreachable);
  });
  if (!response.ok) throw await problemOf(response, contract.right !== 'public');
  return (response.status === 204 ? undefined : await response.json()) as ReplyOf<C>;
}

/** Value of the readable cookie that proves the page comes from this site. */
export function csrfToken(cookies: string): string {
  const found = cookies.split(';').find((part) => part.trim().startsWith('vigie_csrf='));
  return found === undefined ? '' : decodeURIComponent(found.slice(found.indexOf('=') + 1));
}

async function problemOf(response: Response, needsSession: boolean): Promise<ProblemError> {
  const problem = readProblem(response.status, await response.json().catch(() => null));
  if (problem.status === 401 && needsSession) onSignedOut();
  return problem;
}

/** Reads a problem document of any shape; what is missing gets a sentence of our own. */
export function readProblem(status: number, document: unknown): ProblemError {
  const raw = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
  const text = isText(raw['text']) ? raw['text'] : fallbackText(status, raw['detail'] ?? raw['title']);
  const code = typeof raw['code'] === 'string' ? raw['code'] : `http-${status}`;
  const fields = Array.isArray(raw['fields']) ? (raw['fields'] as unknown[]).filter(isFieldError) : [];
  const input = Array.isArray(raw['input']) ? (raw['input'] as InputProblem[]) : [];
  return new ProblemError(code, status, text, fields, input);
}

function fallbackText(status: number, detail: unknown): Text {
  if (typeof detail === 'string' && detail !== '') return { fr: detail, en: detail };
  if (status === 502 || status === 503 || status === 504) return unreachable;
  return {
    fr: `Vigie a refusé la demande (code ${status}). Réessayez ; si cela dure, prévenez un administrateur.`,
    en: `Vigie refused the request (code ${status}). Try again; if it lasts, tell an administrator.`,
  };
}

function isText(value: unknown): value is Text {
  if (typeof value !== 'object' || value === null) return false;
  const text = value as Record<string, unknown>;
  return typeof text['fr'] === 'string' && typeof text['en'] === 'string';
}

function isFieldError(value: unknown): value is FieldError {
  if (typeof value !== 'object' || value === null) return false;
  const field = value as Record<string, unknown>;
  return typeof field['field'] === 'string' && isText(field['message']);
}
