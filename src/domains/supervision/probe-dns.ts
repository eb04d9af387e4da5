import { getServers } from 'node:dns';
import { domainToASCII } from 'node:url';
import { rcodeName, type DnsMessage, type DnsRecord } from '#engines/dns/dns-message.ts';
import { dnsTypes } from '#engines/dns/dns-record.ts';
import type { Text } from '#engines/text.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { allowedAddresses } from '#platform/net/dial.ts';
import { exchangeDns, type DnsExchange, type DnsOutcome, type DnsServer } from './dns-exchange.ts';
import {
  result,
  type Json,
  type ProbeCode,
  type ProbeContext,
  type ProbeResult,
  type ProbeState,
} from './probe-result.ts';
import type { DnsTarget } from './targets.ts';
import { dialFailureResult, endpoint, milliseconds, quoted, rounded } from './probe-words.ts';

type Failure = DnsOutcome & { ok: false };
type Meaning = readonly [ProbeState, ProbeCode, (failure: Failure) => Text];

const failures: Readonly<Record<Failure['kind'], Meaning>> = {
  timeout: [
    'down',
    'dns.timeout',
    ({ elapsedMs }) => ({
      fr: `aucune réponse en ${milliseconds(elapsedMs).fr}`,
      en: `no answer in ${milliseconds(elapsedMs).en}`,
    }),
  ],
  unreachable: [
    'down',
    'dns.unreachable',
    ({ code }) => ({
      fr: `aucun serveur DNS n’écoute là (${code})`,
      en: `no DNS server listens there (${code})`,
    }),
  ],
  malformed: [
    'down',
    'dns.malformed',
    ({ code }) => ({
      fr: `la réponse n’est pas un message DNS valide (${code})`,
      en: `the answer is no valid DNS message (${code})`,
    }),
  ],
  'no-route': [
    'unknown',
    'net.no-route',
    ({ code }) => ({
      fr: `le serveur de Vigie n’a pas de route vers ce résolveur (${code})`,
      en: `Vigie’s host has no route to this resolver (${code})`,
    }),
  ],
  'bad-name': [
    'unknown',
    'target.invalid-host',
    () => ({
      fr: 'ce nom ne peut pas être demandé, corrigez la cible',
      en: 'this name cannot be asked for, correct the target',
    }),
  ],
  cancelled: ['unknown', 'probe.cancelled', () => ({ fr: 'sonde interrompue', en: 'check interrupted' })],
};

interface Asked {
  readonly where: string;
  readonly elapsedMs: number;
  readonly evidence: Readonly<Record<string, Json>>;
}

function sentence(where: string, text: Text): Text {
  return { fr: `${where} : ${text.fr}.`, en: `${where}: ${text.en}.` };
}

function systemServers(): DnsServer[] {
  return getServers().map((server) => {
    const [, bracketed, bracketedPort] = /^\[(.+)\]:(\d+)$/.exec(server) ?? [];
    if (bracketed !== undefined) return { address: bracketed, port: Number(bracketedPort) };
    const [, plain, port] = /^([\d.]+):(\d+)$/.exec(server) ?? [];
    return plain === undefined ? { address: server, port: 53 } : { address: plain, port: Number(port) };
  });
}

/** Values compared as DNS does: names without case nor final dot, TXT as it is. */
function comparable(value: string, type: DnsTarget['type']): string {
  if (type === 'TXT') return value.replace(/^"(.*)"$/, '$1');
  return value
    .toLowerCase()
    .replaceAll(/\.(?=\s|$)/g, '')
    .replaceAll(/\s+/g, ' ');
}

function unexpected(target: DnsTarget, values: readonly string[]): Text | null {
  if (target.expected.length === 0) return null;
  const got = new Set(values.map((value) => comparable(value, target.type)));
  const wanted = new Set(target.expected.map((value) => comparable(value, target.type)));
  const missing = [...wanted].filter((value) => !got.has(value));
  const extra = target.match === 'exact' ? [...got].filter((value) => !wanted.has(value)) : [];
  if (missing.length === 0 && extra.length === 0) return null;
  const list = (some: readonly string[]): string => quoted(some.join(', '), 200);
  const fr: string[] = [];
  const en: string[] = [];
  if (missing.length > 0) {
    fr.push(`il manque ${list(missing)}`);
    en.push(`${list(missing)} is missing`);
  }
  if (extra.length > 0) {
    fr.push(`${list(extra)} est en trop`);
    en.push(`${list(extra)} is in excess`);
  }
  return { fr: `réponse inattendue, ${fr.join(' et ')}`, en: `unexpected answer, ${en.join(' and ')}` };
}

function rcodeResult(
  target: DnsTarget,
  message: DnsMessage,
  bogus: boolean,
  { where, elapsedMs, evidence }: Asked,
): ProbeResult {
  const why = message.extendedErrors
    .map((one) => `${one.code}${one.text === '' ? '' : ` ${quoted(one.text, 80)}`}`)
    .join(', ');
  const suffix = why === '' ? '' : ` (${why})`;
  const say = (code: ProbeCode, fr: string, en: string): ProbeResult =>
    result(
      'down',
      code,
      sentence(where, { fr: `${fr}${suffix}`, en: `${en}${suffix}` }),
      evidence,
      elapsedMs,
    );
  if (message.rcode === 3)
    return say(
      'dns.nxdomain',
      `le nom ${target.name} n’existe pas`,
      `the name ${target.name} does not exist`,
    );
  if (message.rcode === 2 && bogus) {
    const fr =
      'SERVFAIL, mais une réponse existe sans vérification : la signature DNSSEC est fausse ou périmée';
    return say(
      'dns.bogus',
      fr,
      'SERVFAIL, yet there is an answer without validation: the DNSSEC signature is wrong or expired',
    );
  }
  if (message.rcode === 2)
    return say('dns.servfail', 'le résolveur a échoué (SERVFAIL)', 'the resolver failed (SERVFAIL)');
  if (message.rcode === 5)
    return say(
      'dns.refused',
      'le serveur refuse de répondre (REFUSED)',
      'the server refuses to answer (REFUSED)',
    );
  const name = rcodeName(message.rcode);
  return say('dns.rcode', `le serveur répond ${name}`, `the server answers ${name}`);
}

function dnssecProblem(target: DnsTarget, message: DnsMessage): readonly [ProbeCode, Text] | null {
  const signed = message.answers.some((record) => record.type === dnsTypes.RRSIG);
  if (target.dnssec === 'ignored') return null;
  if (!signed)
    return [
      'dns.not-signed',
      { fr: 'la réponse n’est pas signée (DNSSEC)', en: 'the answer is not signed (DNSSEC)' },
    ];
  if (target.dnssec === 'signed' || message.authenticData) return null;
  return [
    'dns.not-validated',
    {
      fr: 'la réponse est signée, mais le résolveur ne l’a pas vérifiée',
      en: 'the answer is signed, but the resolver did not validate it',
    },
  ];
}

function judge(
  target: DnsTarget,
  message: DnsMessage,
  records: readonly DnsRecord[],
  { where, elapsedMs, evidence }: Asked,
): ProbeResult {
  const values = records.map((record) => record.data);
  const took = milliseconds(elapsedMs);
  if (values.length === 0) {
    const text = {
      fr: `${target.name} n’a pas d’enregistrement ${target.type}`,
      en: `${target.name} has no ${target.type} record`,
    };
    return result('down', 'dns.no-data', sentence(where, text), evidence, elapsedMs);
  }
  const surprise = unexpected(target, values);
  if (surprise) return result('down', 'dns.unexpected', sentence(where, surprise), evidence, elapsedMs);
  const dnssec = dnssecProblem(target, message);
  if (dnssec) return result('degraded', dnssec[0], sentence(where, dnssec[1]), evidence, elapsedMs);
  if (target.degradedMs !== undefined && elapsedMs > target.degradedMs) {
    const most = milliseconds(target.degradedMs);
    const text = {
      fr: `répond en ${took.fr}, plus lentement que ${most.fr}`,
      en: `answers in ${took.en}, slower than ${most.en}`,
    };
    return result('degraded', 'dns.slow', sentence(where, text), evidence, elapsedMs);
  }
  const shown = quoted(values.slice(0, 3).join(', '), 160);
  const text = {
    fr: `${target.type} ${target.name} = ${shown}, en ${took.fr}`,
    en: `${target.type} ${target.name} = ${shown}, in ${took.en}`,
  };
  return result('up', 'dns.ok', sentence(where, text), evidence, elapsedMs);
}

/** The system's own resolvers need no permission: every name that Vigie looks up goes to them already. */
function contextFor(target: DnsTarget, context: ProbeContext, server: DnsServer): ProbeContext {
  if (target.resolver) return context;
  const own = parseAllowList([server.address]).value;
  return { ...context, reach: { ...context.reach, allowList: () => own } };
}

/** Asks one resolver one question and judges the answer. */
export async function probeDns(target: DnsTarget, context: ProbeContext): Promise<ProbeResult> {
  const server = target.resolver ?? systemServers()[0];
  if (!server) {
    const text = {
      fr: 'aucun résolveur DNS n’est configuré sur le serveur de Vigie',
      en: 'no DNS resolver is configured on Vigie’s host',
    };
    return result('unknown', 'name.no-answer', sentence(`dns ${target.name}`, text), {});
  }
  const where = endpoint(server.address, server.port);
  const own = contextFor(target, context, server);
  const allowed = await allowedAddresses(server.address, own);
  if (!allowed.ok) return dialFailureResult(allowed, where);
  const name = target.name === '.' ? '.' : domainToASCII(target.name.replace(/\.$/, ''));
  const query = {
    name,
    type: dnsTypes[target.type],
    recursionDesired: target.recursion,
    checkingDisabled: false,
    dnssecOk: true,
  };
  const exchange: DnsExchange = { server, query, transport: target.transport, ...own };
  const outcome = await exchangeDns(exchange);
  const base = { resolver: where, name: target.name, type: target.type };
  if (!outcome.ok) {
    const [state, code, say] = failures[outcome.kind];
    return result(state, code, sentence(where, say(outcome)), { ...base, systemCode: outcome.code });
  }
  const { message, transport, elapsedMs } = outcome;
  const records = message.answers.filter((record) => record.type === query.type && record.class === 1);
  const asked: Asked = {
    where,
    elapsedMs,
    evidence: {
      ...base,
      transport,
      rcode: rcodeName(message.rcode),
      values: records.slice(0, 50).map((record) => quoted(record.data, 1000)),
      ttlSeconds: records[0]?.ttlSeconds ?? null,
      authoritative: message.authoritative,
      authenticData: message.authenticData,
      signed: message.answers.some((record) => record.type === dnsTypes.RRSIG),
      elapsedMs: rounded(elapsedMs),
      extendedErrors: message.extendedErrors.map(({ code, text }) => ({ code, text })),
    },
  };
  if (message.rcode === 0) return judge(target, message, records, asked);
  const unchecked =
    message.rcode === 2
      ? await exchangeDns({ ...exchange, query: { ...query, checkingDisabled: true } })
      : null;
  const bogus =
    unchecked?.ok === true && unchecked.message.rcode === 0 && unchecked.message.answers.length > 0;
  return rcodeResult(target, message, bogus, asked);
}
