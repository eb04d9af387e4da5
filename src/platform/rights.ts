import type { Text } from '#engines/text.ts';

/**
 * What a contract may ask for. `public` needs no account, `self` any signed-in person; the others come with roles.
 * They are general on purpose: a new domain needs no new right.
 */
export const rights = [
  'public',
  'self',
  'read',
  'act',
  'operate',
  'analyse',
  'decide',
  'audit',
  'administer',
] as const;
export type Right = (typeof rights)[number];

export const roles = ['viewer', 'operator', 'analyst', 'ciso', 'administrator'] as const;
export type Role = (typeof roles)[number];

const always = ['public', 'self'] as const;

export const rightsOfRole: Readonly<Record<Role, ReadonlySet<Right>>> = {
  viewer: new Set([...always, 'read']),
  operator: new Set([...always, 'read', 'act', 'operate']),
  analyst: new Set([...always, 'read', 'act', 'analyse']),
  ciso: new Set([...always, 'read', 'act', 'analyse', 'decide', 'audit']),
  administrator: new Set([...always, 'read', 'act', 'operate', 'analyse', 'audit', 'administer']),
};

export const roleTexts: Readonly<Record<Role, Text>> = {
  viewer: { fr: 'Lecteur', en: 'Viewer' },
  operator: { fr: 'Exploitant', en: 'Operator' },
  analyst: { fr: 'Analyste cyber', en: 'Security analyst' },
  ciso: { fr: 'RSSI', en: 'CISO' },
  administrator: { fr: 'Administrateur', en: 'Administrator' },
};

export const rightTexts: Readonly<Record<Right, Text>> = {
  public: { fr: 'Sans compte', en: 'Without an account' },
  self: { fr: 'Toute personne connectée', en: 'Anyone signed in' },
  read: { fr: 'Consulter', en: 'Read' },
  act: { fr: 'Traiter les constats', en: 'Work on findings' },
  operate: { fr: 'Modifier la carte et les sondes', en: 'Change the map and the checks' },
  analyse: { fr: 'Juger un constat de sécurité', en: 'Judge a security finding' },
  decide: { fr: 'Accepter un risque', en: 'Accept a risk' },
  audit: { fr: 'Lire le journal d’audit', en: 'Read the audit log' },
  administer: { fr: 'Administrer Vigie', en: 'Administer Vigie' },
};

/** One role of one person; without an organisation it covers the whole administration. */
export interface Grant {
  readonly role: Role;
  readonly organisationId: string | null;
}

/** Who asks: a person with a session, a program with a token, the house itself, or nobody known. */
export interface Actor {
  readonly kind: 'account' | 'token' | 'system' | 'anonymous';
  readonly id: string | null;
  /** The account in whose name a token acts; the account itself otherwise. */
  readonly accountId: string | null;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Set on tokens: the rights it was limited to. */
  readonly limitedTo: ReadonlySet<Right> | null;
}

export const system: Actor = {
  kind: 'system',
  id: null,
  accountId: null,
  name: 'Vigie',
  grants: [],
  limitedTo: null,
};
export const anonymous: Actor = {
  kind: 'anonymous',
  id: null,
  accountId: null,
  name: '—',
  grants: [],
  limitedTo: null,
};

/** Organisations over which the actor holds the right: `all`, or the identifiers (possibly none). */
export function scopeOf(actor: Actor, right: Right): 'all' | ReadonlySet<string> {
  if (actor.kind === 'system') return 'all';
  if (actor.limitedTo !== null && !actor.limitedTo.has(right)) return new Set();
  const organisations = new Set<string>();
  for (const grant of actor.grants) {
    if (!rightsOfRole[grant.role].has(right)) continue;
    if (grant.organisationId === null) return 'all';
    organisations.add(grant.organisationId);
  }
  return organisations;
}

export function holds(actor: Actor, right: Right): boolean {
  if (right === 'public') return true;
  if (right === 'self') return actor.kind === 'account' || actor.kind === 'token';
  const scope = scopeOf(actor, right);
  return scope === 'all' || scope.size > 0;
}
