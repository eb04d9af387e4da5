import { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { AssetRef } from '#map/api-shared.ts';
import { createCheck } from './api.ts';
import type { Check } from './api.ts';
import { hiddenValue } from './hidden-headers.ts';
import type { Target, targetSchema } from './targets.ts';

type TargetInput = z.input<typeof targetSchema>;
type Body = z.input<NonNullable<(typeof createCheck)['body']>>;
/** What a number field holds while it is typed. */
type Typed = number | string;

/** A check as its form holds it: the fields of every kind side by side, so that a change of kind loses nothing. */
export interface CheckDraft {
  readonly asset: AssetRef | null;
  readonly name: string;
  readonly kind: Target['kind'];
  readonly enabled: boolean;
  readonly intervalSeconds: Typed;
  readonly timeoutMs: Typed;
  readonly retries: Typed;
  readonly host: string;
  readonly port: Typed;
  readonly family: 'any' | 'ipv4' | 'ipv6';
  readonly degradedMs: Typed;
  readonly count: Typed;
  readonly degradedLossPercent: Typed;
  readonly send: string;
  readonly expect: string;
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly requestBody: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** `200-299, 401` */
  readonly expectedStatus: string;
  readonly bodyContains: string;
  readonly bodyNotContains: string;
  readonly maxRedirects: Typed;
  readonly verifyCertificate: boolean;
  readonly caPem: string;
  readonly serverName: string;
  readonly startTls: 'none' | 'smtp' | 'imap';
  readonly verifyChain: boolean;
  readonly verifyName: boolean;
  readonly noticeDays: Typed;
  readonly warningDays: Typed;
  readonly criticalDays: Typed;
  readonly dnsName: string;
  readonly dnsType: Extract<Target, { kind: 'dns' }>['type'];
  readonly resolverAddress: string;
  readonly resolverPort: Typed;
  readonly transport: 'udp' | 'tcp';
  readonly recursion: boolean;
  /** One record a line. */
  readonly expected: string;
  readonly match: 'exact' | 'includes';
  readonly dnssec: 'ignored' | 'signed' | 'validated';
}

const blank: CheckDraft = {
  asset: null,
  name: '',
  kind: 'icmp',
  enabled: true,
  intervalSeconds: 60,
  timeoutMs: 5000,
  retries: 2,
  host: '',
  port: '',
  family: 'any',
  degradedMs: '',
  count: 3,
  degradedLossPercent: 34,
  send: '',
  expect: '',
  url: '',
  method: 'GET',
  requestBody: '',
  headers: [],
  expectedStatus: '200-299',
  bodyContains: '',
  bodyNotContains: '',
  maxRedirects: 5,
  verifyCertificate: true,
  caPem: '',
  serverName: '',
  startTls: 'none',
  verifyChain: true,
  verifyName: true,
  noticeDays: 30,
  warningDays: 14,
  criticalDays: 7,
  dnsName: '',
  dnsType: 'A',
  resolverAddress: '',
  resolverPort: 53,
  transport: 'udp',
  recursion: true,
  expected: '',
  match: 'includes',
  dnssec: 'ignored',
};

export function newDraft(asset: AssetRef | null): CheckDraft {
  return { ...blank, asset };
}

export function draftOf(check: Check): CheckDraft {
  const { asset, name, enabled, intervalSeconds, timeoutMs, retries, target } = check;
  return {
    ...blank,
    asset,
    name,
    enabled,
    intervalSeconds,
    timeoutMs,
    retries,
    ...(filled(fieldsOf(target)) as Partial<CheckDraft>),
  };
}

function fieldsOf(target: Target): { readonly [K in keyof CheckDraft]?: CheckDraft[K] | undefined } {
  switch (target.kind) {
    case 'icmp':
    case 'tcp':
    case 'tls':
      return target;
    case 'http':
      return {
        ...target,
        headers: Object.entries(target.headers).map(([name, value]) => ({ name, value })),
        expectedStatus: target.expectedStatus.join(', '),
      };
    case 'dns': {
      const { name, type, resolver, expected, ...rest } = target;
      return {
        ...rest,
        dnsName: name,
        dnsType: type,
        resolverAddress: resolver?.address ?? '',
        resolverPort: resolver?.port ?? 53,
        expected: expected.join('\n'),
      };
    }
  }
}

/** The target of the draft, before it is checked. */
export function targetOf(draft: CheckDraft): TargetInput {
  return filled(rawTarget(draft)) as TargetInput;
}

const fieldsOfKind = {
  icmp: ['kind', 'host', 'family', 'degradedMs', 'count', 'degradedLossPercent'],
  tcp: ['kind', 'host', 'family', 'degradedMs', 'port', 'send', 'expect'],
  tls: [
    ...(['kind', 'host', 'family', 'degradedMs', 'port', 'serverName', 'startTls', 'verifyChain'] as const),
    ...(['verifyName', 'caPem', 'noticeDays', 'warningDays', 'criticalDays'] as const),
  ],
  http: [
    ...(['kind', 'url', 'family', 'degradedMs', 'method', 'bodyContains', 'bodyNotContains'] as const),
    ...(['maxRedirects', 'verifyCertificate', 'caPem'] as const),
  ],
  dns: ['kind', 'degradedMs', 'transport', 'recursion', 'match', 'dnssec'],
} as const satisfies Record<Target['kind'], readonly (keyof CheckDraft)[]>;

function rawTarget(draft: CheckDraft): Record<string, unknown> {
  const same = Object.fromEntries(fieldsOfKind[draft.kind].map((name) => [name, draft[name]]));
  if (draft.kind === 'http') return { ...same, ...httpParts(draft) };
  return draft.kind === 'dns' ? { ...same, ...dnsParts(draft) } : same;
}

function httpParts(draft: CheckDraft) {
  const headers = draft.headers
    .map((one) => [one.name.trim(), one.value] as const)
    .filter(([name]) => name !== '');
  return {
    requestBody: draft.method === 'POST' ? draft.requestBody : undefined,
    headers: Object.fromEntries(headers),
    expectedStatus: draft.expectedStatus.split(/[\s,;]+/).filter(Boolean),
  };
}

function dnsParts(draft: CheckDraft) {
  const address = draft.resolverAddress.trim();
  return {
    name: draft.dnsName,
    type: draft.dnsType,
    resolver: address === '' ? undefined : filled({ address, port: draft.resolverPort }),
    expected: draft.expected
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  };
}

/** An empty field says nothing; what must not be empty is then missing, and refused by its name. */
function filled(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** What is sent; a check without a name takes that of its kind. */
export function bodyOf(draft: CheckDraft, fallbackName: string): Body {
  const { asset, name, enabled, intervalSeconds, timeoutMs, retries } = draft;
  return {
    ...(filled({ assetId: asset?.id, intervalSeconds, timeoutMs, retries }) as Pick<Body, 'assetId'>),
    name: name.trim() === '' ? fallbackName : name.trim(),
    enabled,
    target: targetOf(draft),
  };
}

/** A stored header whose value was never shown: a try cannot send it. */
export function hasHiddenHeader(draft: CheckDraft): boolean {
  return draft.kind === 'http' && draft.headers.some((one) => one.value === hiddenValue);
}

const addressText: Text = {
  fr: 'Donnez un nom de machine ou une adresse IP : serveur.exemple.nc, 192.0.2.10.',
  en: 'Give a host name or an IP address: server.example.nc, 192.0.2.10.',
};
const portText: Text = { fr: 'Donnez un port de 1 à 65535.', en: 'Give a port from 1 to 65535.' };
const daysText: Text = {
  fr: 'Donnez des jours de 0 à 365, de l’annonce à l’urgence : 30, 14, 7.',
  en: 'Give days from 0 to 365, from notice to urgency: 30, 14, 7.',
};

/** What to mend, by the path of the field in the body. */
const mends: Readonly<Record<string, Text>> = {
  assetId: {
    fr: 'Choisissez l’actif que la sonde surveille.',
    en: 'Choose the asset that the check watches.',
  },
  name: { fr: 'Donnez un nom de 200 lettres au plus.', en: 'Give a name of at most 200 letters.' },
  intervalSeconds: { fr: 'De 1 seconde à un jour (86400).', en: 'From 1 second to a day (86400).' },
  timeoutMs: { fr: 'De 100 à 60000 ms.', en: 'From 100 to 60000 ms.' },
  retries: { fr: 'De 0 à 10.', en: 'From 0 to 10.' },
  'target.host': addressText,
  'target.serverName': addressText,
  'target.port': portText,
  'target.resolver.port': portText,
  'target.resolver.address': {
    fr: 'Donnez l’adresse IP du serveur de noms.',
    en: 'Give the IP address of the name server.',
  },
  'target.url': {
    fr: 'Donnez une adresse http:// ou https:// complète, sans identifiants.',
    en: 'Give a whole http:// or https:// address, without credentials.',
  },
  'target.expectedStatus': {
    fr: 'Donnez des codes ou des plages : 200-299, 401.',
    en: 'Give codes or ranges: 200-299, 401.',
  },
  'target.headers': {
    fr: 'Un en-tête a un nom (lettres, chiffres, tirets), une valeur d’une ligne, et ne règle pas la connexion.',
    en: 'A header has a name (letters, digits, dashes), a value of one line, and does not rule the connection.',
  },
  'target.caPem': {
    fr: 'Collez un certificat au format PEM (-----BEGIN CERTIFICATE-----).',
    en: 'Paste a certificate in PEM form (-----BEGIN CERTIFICATE-----).',
  },
  'target.maxRedirects': { fr: 'De 0 à 5.', en: 'From 0 to 5.' },
  'target.count': { fr: 'De 1 à 10.', en: 'From 1 to 10.' },
  'target.degradedLossPercent': { fr: 'De 1 à 100 %.', en: 'From 1 to 100%.' },
  'target.degradedMs': { fr: 'De 1 à 120000 ms, ou rien.', en: 'From 1 to 120000 ms, or nothing.' },
  'target.noticeDays': daysText,
  'target.warningDays': daysText,
  'target.criticalDays': daysText,
  'target.name': { fr: 'Donnez un nom de domaine : exemple.nc.', en: 'Give a domain name: example.nc.' },
  'target.expected': { fr: 'Cinquante lignes au plus.', en: 'At most fifty lines.' },
};
const otherwise: Text = {
  fr: 'Cette valeur n’est pas acceptée ; raccourcissez-la ou retirez-la.',
  en: 'This value is not accepted; shorten it or take it away.',
};

/** What must be mended before this draft can be sent, by the path of each field; empty when nothing. */
export function problemsOf(draft: CheckDraft): Readonly<Record<string, Text>> {
  const schema = createCheck.body;
  const parsed = schema === undefined ? null : z.safeParse(schema, bodyOf(draft, draft.kind));
  if (parsed === null || parsed.success) return {};
  const paths = parsed.error.issues.map((issue) => fieldPath(issue.path.map(String)));
  return Object.fromEntries(paths.map((path) => [path, mends[path] ?? otherwise]));
}

/** `target.expectedStatus.0` is the field `target.expectedStatus`. */
function fieldPath(path: readonly string[]): string {
  return path.slice(0, path[0] === 'target' ? (path[1] === 'resolver' ? 3 : 2) : 1).join('.');
}
