import { isIP } from 'node:net';
import type { Text } from '#engines/text.ts';
import type { ChainCertificate, Handshake } from './tls-handshake.ts';
import type { Json, ProbeCode, ProbeState } from './probe-result.ts';
import { quoted, rounded } from './probe-words.ts';

export interface TlsProblem {
  readonly state: Extract<ProbeState, 'degraded' | 'down'>;
  readonly code: ProbeCode;
  readonly detail: Text;
}

export interface Expectations {
  readonly serverName: string;
  readonly verifyChain: boolean;
  readonly verifyName: boolean;
  readonly now: Date;
}

export interface ExpiryThresholds {
  readonly noticeDays: number;
  readonly warningDays: number;
  readonly criticalDays: number;
}

const dayMs = 86_400_000;

/** `17/12/2026` and `17 Dec 2026`, in the time zone of the screens. */
export function dateText(date: Date): Text {
  const zone = { timeZone: 'Pacific/Noumea' } as const;
  return {
    fr: date.toLocaleDateString('fr-FR', { ...zone, day: '2-digit', month: '2-digit', year: 'numeric' }),
    en: date.toLocaleDateString('en-GB', { ...zone, day: 'numeric', month: 'short', year: 'numeric' }),
  };
}

function dayCount(count: number): Text {
  return { fr: `${count} ${count < 2 ? 'jour' : 'jours'}`, en: `${count} ${count === 1 ? 'day' : 'days'}` };
}

/** The part of a name that a person knows it by. */
function commonName(distinguishedName: string): string {
  return quoted(/(?:^|, )CN=([^,]+)/.exec(distinguishedName)?.[1] ?? distinguishedName, 80);
}

function validityProblem(certificate: ChainCertificate, isLeaf: boolean, now: Date): TlsProblem | null {
  const who: Text = isLeaf
    ? { fr: 'le certificat', en: 'the certificate' }
    : {
        fr: `le certificat intermédiaire « ${commonName(certificate.subject)} »`,
        en: `the intermediate certificate "${commonName(certificate.subject)}"`,
      };
  if (certificate.notAfter.getTime() <= now.getTime()) {
    const on = dateText(certificate.notAfter);
    const since = dayCount(Math.floor((now.getTime() - certificate.notAfter.getTime()) / dayMs));
    return {
      state: 'down',
      code: 'tls.expired',
      detail: {
        fr: `${who.fr} a expiré le ${on.fr}, il y a ${since.fr}`,
        en: `${who.en} expired on ${on.en}, ${since.en} ago`,
      },
    };
  }
  if (certificate.notBefore.getTime() > now.getTime()) {
    const from = dateText(certificate.notBefore);
    return {
      state: 'down',
      code: 'tls.not-yet-valid',
      detail: {
        fr: `${who.fr} ne vaut qu’à partir du ${from.fr} : vérifiez l’horloge du serveur ou le certificat posé`,
        en: `${who.en} is only valid from ${from.en}: check the server’s clock or the installed certificate`,
      },
    };
  }
  return null;
}

/** The trust anchor's own dates decide nothing where OpenSSL accepted it. */
function validityProblems(read: Handshake, { verifyChain, now }: Expectations): TlsProblem[] {
  const judged = verifyChain
    ? read.chain.filter((one, index) => index === 0 || one.subject !== one.issuer)
    : read.chain.slice(0, 1);
  return judged
    .map((certificate) => validityProblem(certificate, certificate === read.chain[0], now))
    .filter((problem) => problem !== null);
}

/** OpenSSL verify errors that say nothing more than the dates, which are judged apart. */
const dateErrors = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

function trustProblem(read: Handshake): TlsProblem | null {
  const error = read.chainError;
  if (error === null) return null;
  const issuer = commonName(read.chain[0]?.issuer ?? '');
  if (error === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return {
      state: 'down',
      code: 'tls.self-signed',
      detail: {
        fr: 'le certificat est signé par lui-même, aucune autorité ne s’en porte garante',
        en: 'the certificate signs itself, no authority vouches for it',
      },
    };
  }
  if (error === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' || error === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY') {
    if (read.chain.length <= 1) {
      return {
        state: 'down',
        code: 'tls.incomplete-chain',
        detail: {
          fr: `le serveur n’envoie pas le certificat de l’autorité « ${issuer} », qui n’est pas connue de Vigie`,
          en: `the server does not send the certificate of the authority "${issuer}", which Vigie does not know`,
        },
      };
    }
  }
  return {
    state: 'down',
    code: 'tls.untrusted',
    detail: {
      fr: `la chaîne n’aboutit à aucune autorité connue (émetteur « ${issuer} », ${error})`,
      en: `the chain leads to no known authority (issuer "${issuer}", ${error})`,
    },
  };
}

function nameProblem(read: Handshake, serverName: string): TlsProblem | null {
  const { leaf } = read;
  if (!leaf) return null;
  const matches = isIP(serverName) === 0 ? leaf.checkHost(serverName) : leaf.checkIP(serverName);
  if (matches !== undefined) return null;
  const names = (read.chain[0]?.alternativeNames ?? []).map((name) =>
    name.replace(/^(?:DNS|IP Address):/, ''),
  );
  const shown = quoted(names.slice(0, 5).join(', '), 200) || commonName(read.chain[0]?.subject ?? '');
  return {
    state: 'down',
    code: 'tls.name-mismatch',
    detail: {
      fr: `le certificat n’est pas fait pour « ${serverName} » mais pour ${shown}`,
      en: `the certificate is not made for "${serverName}" but for ${shown}`,
    },
  };
}

/** What a browser would stop at, the gravest first. */
export function trustProblems(read: Handshake, expected: Expectations): TlsProblem[] {
  if (read.chain.length === 0) {
    const detail = {
      fr: 'le serveur n’a présenté aucun certificat',
      en: 'the server presented no certificate',
    };
    return [{ state: 'down', code: 'tls.no-certificate', detail }];
  }
  const problems = validityProblems(read, expected);
  const name = expected.verifyName ? nameProblem(read, expected.serverName) : null;
  if (name) problems.push(name);
  const isDateOnly = read.chainError !== null && dateErrors.has(read.chainError) && problems.length > 0;
  const trust = expected.verifyChain && !isDateOnly ? trustProblem(read) : null;
  if (trust) problems.push(trust);
  return problems;
}

/** The certificate of the chain that ends first, authorities' roots aside. */
export function firstToExpire(chain: readonly ChainCertificate[]): ChainCertificate | null {
  const judged = chain.filter((one, index) => index === 0 || one.subject !== one.issuer);
  return judged.reduce<ChainCertificate | null>(
    (first, one) => (first === null || one.notAfter < first.notAfter ? one : first),
    null,
  );
}

export function daysLeft(certificate: ChainCertificate, now: Date): number {
  return (certificate.notAfter.getTime() - now.getTime()) / dayMs;
}

export function expiryProblem(read: Handshake, thresholds: ExpiryThresholds, now: Date): TlsProblem | null {
  const first = firstToExpire(read.chain);
  if (!first) return null;
  const left = daysLeft(first, now);
  let code: ProbeCode;
  if (left <= thresholds.criticalDays) code = 'tls.expiring-critical';
  else if (left <= thresholds.warningDays) code = 'tls.expiring-warning';
  else if (left <= thresholds.noticeDays) code = 'tls.expiring-notice';
  else return null;
  const on = dateText(first.notAfter);
  const days = dayCount(Math.floor(left));
  const which = first === read.chain[0] ? '' : ` (${commonName(first.subject)})`;
  return {
    state: 'degraded',
    code,
    detail: {
      fr: `le certificat${which} expire le ${on.fr}, dans ${days.fr}`,
      en: `the certificate${which} expires on ${on.en}, in ${days.en}`,
    },
  };
}

export function protocolProblem(read: Handshake): TlsProblem | null {
  if (read.protocol === 'TLSv1.2' || read.protocol === 'TLSv1.3') return null;
  const protocol = read.protocol ?? '?';
  return {
    state: 'degraded',
    code: 'tls.old-protocol',
    detail: {
      fr: `le serveur ne propose que ${protocol}, abandonné depuis 2021 (RFC 8996)`,
      en: `the server offers only ${protocol}, retired since 2021 (RFC 8996)`,
    },
  };
}

export function chainEvidence(read: Handshake, now: Date): Record<string, Json> {
  const first = firstToExpire(read.chain);
  return {
    protocol: read.protocol,
    cipher: read.cipher,
    chainError: read.chainError,
    notAfter: first?.notAfter.toISOString() ?? null,
    daysLeft: first ? rounded(daysLeft(first, now)) : null,
    chain: read.chain.map((one) => ({
      subject: one.subject,
      issuer: one.issuer,
      serial: one.serial,
      notBefore: one.notBefore.toISOString(),
      notAfter: one.notAfter.toISOString(),
      fingerprint256: one.fingerprint256,
      key: one.key,
      alternativeNames: one.alternativeNames,
    })),
  };
}
