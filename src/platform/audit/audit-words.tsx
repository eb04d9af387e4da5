import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import type { listAudit } from './api.ts';

export type AuditRow = ReplyOf<typeof listAudit>['items'][number];

const outcomeTexts: Readonly<Record<string, Text>> = {
  done: { fr: 'Fait', en: 'Done' },
  forbidden: { fr: 'Refusé : droit manquant', en: 'Refused: missing right' },
  'out-of-scope': { fr: 'Refusé : hors de son périmètre', en: 'Refused: out of scope' },
  'not-signed-in': { fr: 'Refusé : sans session', en: 'Refused: no session' },
  'not-found': { fr: 'Refusé : introuvable', en: 'Refused: not found' },
  'bad-request': { fr: 'Refusé : demande incorrecte', en: 'Refused: wrong request' },
  'refused-input': { fr: 'Refusé : contenu incorrect', en: 'Refused: wrong content' },
  'bad-credentials': { fr: 'Refusé : identifiants', en: 'Refused: credentials' },
  'bad-code': { fr: 'Refusé : code incorrect', en: 'Refused: wrong code' },
  'bad-password': { fr: 'Refusé : mot de passe', en: 'Refused: password' },
  'too-many-attempts': { fr: 'Refusé : trop d’essais', en: 'Refused: too many attempts' },
  'second-factor-needed': { fr: 'Refusé : sans second facteur', en: 'Refused: no second factor' },
  'second-factor-enrol': { fr: 'Refusé : sans second facteur', en: 'Refused: no second factor' },
  'link-refused': { fr: 'Refusé : lien périmé', en: 'Refused: stale link' },
  'setup-refused': { fr: 'Refusé : lien périmé', en: 'Refused: stale link' },
  'last-administrator': { fr: 'Refusé : dernier administrateur', en: 'Refused: last administrator' },
  'people-only': { fr: 'Refusé : réservé aux personnes', en: 'Refused: people only' },
  csrf: { fr: 'Refusé : origine non prouvée', en: 'Refused: origin not proven' },
  conflict: { fr: 'Refusé : état contraire', en: 'Refused: conflicting state' },
  'too-large': { fr: 'Refusé : trop grand', en: 'Refused: too large' },
  'internal-error': { fr: 'Échec interne', en: 'Internal failure' },
  unavailable: { fr: 'Échec : indisponible', en: 'Failed: unavailable' },
};

/** Another code shows as it is. */
export function outcomeText(outcome: string): Text {
  return outcomeTexts[outcome] ?? { fr: `Refusé : ${outcome}`, en: `Refused: ${outcome}` };
}

export function Outcome({ outcome }: { outcome: string }) {
  const t = useT();
  if (outcome === 'done') return <span className="muted">{t(outcomeText(outcome))}</span>;
  return (
    <span className="badge ink-degraded">
      <StateShape state="degraded" size={12} />
      {t(outcomeText(outcome))}
    </span>
  );
}

const actorTexts: Readonly<Record<AuditRow['actor']['kind'], Text | null>> = {
  account: null,
  token: { fr: 'jeton', en: 'token' },
  system: { fr: 'Vigie elle-même', en: 'Vigie itself' },
  anonymous: { fr: 'sans compte', en: 'no account' },
};

/** Who did it; what is not a person says so. */
export function useActor(): (row: AuditRow) => string {
  const t = useT();
  return ({ actor }) => {
    const kind = actorTexts[actor.kind];
    if (actor.kind === 'anonymous') return t({ fr: 'Sans compte', en: 'No account' });
    return kind === null ? actor.name : `${actor.name} (${t(kind)})`;
  };
}

const subjectTexts: Readonly<Record<string, Text>> = {
  account: { fr: 'compte', en: 'account' },
  asset: { fr: 'actif', en: 'asset' },
  check: { fr: 'sonde', en: 'check' },
  decision: { fr: 'décision', en: 'decision' },
  finding: { fr: 'constat', en: 'finding' },
  import: { fr: 'import', en: 'import' },
  link: { fr: 'lien', en: 'link' },
  maintenance: { fr: 'maintenance', en: 'maintenance' },
  question: { fr: 'rapprochement', en: 'match' },
  scenario: { fr: 'scénario', en: 'scenario' },
  secret: { fr: 'secret', en: 'secret' },
  service: { fr: 'service public', en: 'public service' },
  session: { fr: 'session', en: 'session' },
  settings: { fr: 'réglages', en: 'settings' },
  source: { fr: 'source', en: 'source' },
  alias: { fr: 'nom de produit', en: 'product name' },
  token: { fr: 'jeton', en: 'token' },
};

export function subjectText(kind: string): Text {
  return subjectTexts[kind] ?? { fr: kind, en: kind };
}

/** The page of what was acted on, when it has one; it may be gone since. */
export function subjectHref({ subject }: AuditRow): string | null {
  if (subject === null) return null;
  switch (subject.kind) {
    case 'account':
      return `/people?open=${subject.id}`;
    case 'asset':
    case 'finding':
    case 'check':
    case 'service':
      return `/${subject.kind}s/${subject.id}`;
    case 'maintenance':
      return `/maintenance?open=${subject.id}`;
    case 'settings':
      return '/settings';
    case 'alias':
      return '/vulnerabilities/aliases?answered=1';
    case 'scenario':
      return '/demo';
    default:
      return null;
  }
}
