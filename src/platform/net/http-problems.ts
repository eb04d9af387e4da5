import type { Text } from '#engines/text.ts';
import { Problem } from '#platform/problems.ts';
import type { DialFailure } from './dial.ts';

/** What kept a request from its answer, and whether asking again later may help. */
export class HttpProblem extends Problem {
  readonly passing: boolean;

  constructor(code: string, text: Text, more: { passing?: boolean; retryAfterSeconds?: number } = {}) {
    super(
      code,
      502,
      text,
      more.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: more.retryAfterSeconds },
    );
    this.passing = more.passing ?? false;
  }
}

export function isPassing(error: unknown): boolean {
  return error instanceof HttpProblem && error.passing;
}

/** Without query or credentials: both may hold secrets. */
export function shownUrl(url: URL): string {
  const shown = `${url.origin}${url.pathname}`;
  return shown.length > 160 ? `${shown.slice(0, 160)}…` : shown;
}

const dialWords: Readonly<Record<Exclude<DialFailure['kind'], 'forbidden' | 'cancelled'>, Text>> = {
  'not-a-name': { fr: 'ce n’est pas un nom d’hôte', en: 'this is not a host name' },
  'name-not-found': { fr: 'ce nom n’existe pas dans le DNS', en: 'this name does not exist in DNS' },
  'name-no-answer': { fr: 'le serveur DNS ne répond pas', en: 'the DNS server does not answer' },
  refused: { fr: 'la connexion est refusée', en: 'the connection is refused' },
  reset: { fr: 'la connexion est coupée aussitôt', en: 'the connection is cut at once' },
  unreachable: { fr: 'l’hôte est injoignable', en: 'the host is unreachable' },
  timeout: { fr: 'pas de réponse à temps', en: 'no answer in time' },
  'no-route': { fr: 'cette machine n’a pas de route vers lui', en: 'this machine has no route to it' },
  local: {
    fr: 'cette machine n’a pas pu ouvrir de connexion',
    en: 'this machine could not open a connection',
  },
};

export function notReached(url: URL, failure: DialFailure): HttpProblem {
  if (failure.kind === 'forbidden') return addressForbidden(url, failure.address ?? url.hostname);
  if (failure.kind === 'cancelled') return cancelled(url);
  const why = dialWords[failure.kind];
  return new HttpProblem(
    'http-not-reached',
    {
      fr: `${shownUrl(url)} : ${why.fr} (${failure.code}). Vérifiez l’adresse, le pare-feu et le DNS.`,
      en: `${shownUrl(url)}: ${why.en} (${failure.code}). Check the address, the firewall and DNS.`,
    },
    { passing: failure.kind !== 'not-a-name' },
  );
}

export function addressForbidden(url: URL, address: string): HttpProblem {
  return new HttpProblem('http-forbidden-address', {
    fr: `${shownUrl(url)} mène à ${address}, où Vigie n’a pas le droit d’aller : elle n’y est pas allée. Si c’est bien votre miroir, ajoutez son adresse à VIGIE_ALLOWED_TARGETS.`,
    en: `${shownUrl(url)} leads to ${address}, where Vigie may not go: it did not go there. If this is your own mirror, add its address to VIGIE_ALLOWED_TARGETS.`,
  });
}

export function redirectForbidden(from: URL, to: string, why: Text): HttpProblem {
  return new HttpProblem('http-redirect-forbidden', {
    fr: `${shownUrl(from)} renvoie vers ${to} : ${why.fr}. Vigie n’y est pas allée.`,
    en: `${shownUrl(from)} redirects to ${to}: ${why.en}. Vigie did not go there.`,
  });
}

export function cancelled(url: URL): HttpProblem {
  return new HttpProblem('http-cancelled', {
    fr: `${shownUrl(url)} : lecture interrompue à la demande de Vigie.`,
    en: `${shownUrl(url)}: read ended at Vigie’s own request.`,
  });
}

export function untrusted(url: URL, code: string): HttpProblem {
  return new HttpProblem('http-untrusted', {
    fr: `${shownUrl(url)} : le certificat TLS n’est pas de confiance (${code}). Si une autorité interne le signe, donnez-la à Vigie par NODE_EXTRA_CA_CERTS.`,
    en: `${shownUrl(url)}: the TLS certificate is not trusted (${code}). If an internal authority signs it, give it to Vigie through NODE_EXTRA_CA_CERTS.`,
  });
}

export function interrupted(url: URL, code: string): HttpProblem {
  return new HttpProblem(
    'http-interrupted',
    {
      fr: `${shownUrl(url)} : la réponse a été coupée avant sa fin (${code}).`,
      en: `${shownUrl(url)}: the answer was cut before its end (${code}).`,
    },
    { passing: true },
  );
}

export function tooSlow(url: URL, seconds: number): HttpProblem {
  return new HttpProblem(
    'http-timeout',
    {
      fr: `${shownUrl(url)} : plus un octet reçu en ${seconds} s.`,
      en: `${shownUrl(url)}: not a byte received for ${seconds} s.`,
    },
    { passing: true },
  );
}

export function unusable(url: URL, why: Text): HttpProblem {
  return new HttpProblem('http-unusable', {
    fr: `${shownUrl(url)} : ${why.fr}.`,
    en: `${shownUrl(url)}: ${why.en}.`,
  });
}

/** Statuses after which the same request may succeed later. */
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

export function badStatus(url: URL, status: number, retryAfterSeconds: number | null): HttpProblem {
  const why: Text =
    status === 404
      ? { fr: 'introuvable (404). Vérifiez l’adresse', en: 'not found (404). Check the address' }
      : status === 401 || status === 403
        ? { fr: `accès refusé (${status})`, en: `access refused (${status})` }
        : status === 429
          ? {
              fr: 'trop de demandes (429), à reprendre plus tard',
              en: 'too many requests (429), to be tried later',
            }
          : { fr: `réponse ${status}`, en: `answer ${status}` };
  return new HttpProblem(
    `http-${status}`,
    { fr: `${shownUrl(url)} : ${why.fr}.`, en: `${shownUrl(url)}: ${why.en}.` },
    { passing: passingStatuses.has(status), ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) },
  );
}

export function tooBig(url: URL, limitBytes: number): HttpProblem {
  const mebibytes = Math.round(limitBytes / 1_048_576);
  return new HttpProblem('http-too-big', {
    fr: `${shownUrl(url)} : plus de ${mebibytes} Mio, la limite pour ce fichier. Rien n’en a été gardé.`,
    en: `${shownUrl(url)}: more than ${mebibytes} MiB, the limit for this file. Nothing of it was kept.`,
  });
}
