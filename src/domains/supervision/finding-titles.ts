import type { Text } from '#engines/text.ts';

/** What a title needs of an observation. */
export interface SeenForTitle {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly code: string;
  readonly detail: Text;
}

const carriers: ReadonlySet<string> = new Set(['wan_link', 'submarine_cable', 'phone_trunk']);

/** After the name of the asset, by code: the cause as a person would say it; figures stay in the evidence. */
const sayings: Readonly<Record<string, Text>> = {
  'icmp.lost': { fr: 'ne répond plus', en: 'no longer answers' },
  'icmp.unreachable': { fr: 'est injoignable', en: 'is unreachable' },
  'tcp.refused': { fr: 'refuse la connexion', en: 'refuses the connection' },
  'tcp.reset': { fr: 'rompt la connexion', en: 'resets the connection' },
  'tcp.timeout': { fr: 'ne répond pas dans le temps imparti', en: 'does not answer in time' },
  'tcp.unreachable': { fr: 'est injoignable', en: 'is unreachable' },
  'http.timeout': { fr: 'ne répond pas dans le temps imparti', en: 'does not answer in time' },
  'http.slow': { fr: 'répond lentement', en: 'answers slowly' },
  'tls.expired': { fr: 'présente un certificat expiré', en: 'presents an expired certificate' },
  'tls.name-mismatch': {
    fr: 'présente un certificat d’un autre nom',
    en: 'presents a certificate of another name',
  },
  'tls.self-signed': {
    fr: 'présente un certificat signé par lui-même',
    en: 'presents a self-signed certificate',
  },
  'dns.timeout': { fr: 'ne répond pas aux questions DNS', en: 'does not answer DNS questions' },
  'dns.servfail': { fr: 'ne sait pas résoudre les noms (SERVFAIL)', en: 'fails to resolve names (SERVFAIL)' },
  'name.not-found': { fr: 'n’a plus de nom connu du DNS', en: 'has no name known to DNS any more' },
};

/** A link is cut, a machine no longer answers; what has no saying is told in the words of the check. */
export function findingTitle({ name, type, kind, code, detail }: SeenForTitle): Text {
  if (kind === 'icmp' && code === 'icmp.lost' && carriers.has(type)) {
    return { fr: `${name} : coupé`, en: `${name}: cut` };
  }
  const saying = sayings[code];
  if (saying !== undefined) return { fr: `${name} ${saying.fr}`, en: `${name} ${saying.en}` };
  return { fr: withName(name, detail.fr, ' : '), en: withName(name, detail.en, ': ') };
}

/** Titles are continued (« depuis 12 min »): they end without a full stop, and name their asset once. */
function withName(name: string, sentence: string, colon: string): string {
  const plain = sentence.trim().replace(/\.$/, '');
  return plain.includes(name) ? plain : `${name}${colon}${plain}`;
}
