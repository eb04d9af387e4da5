import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { AssetLink } from '#map/asset-link.tsx';
import type { Decision, DecisionScope, DecisionStatus } from './api-decisions.ts';
import { decisionTexts } from './vulnerability-words.ts';

/** Shape and word of a decision; what puts nothing aside has no shape. */
export function DecisionBadge({ status, state }: { status: DecisionStatus; state: Decision['state'] }) {
  const t = useT();
  const quiets = status === 'not_affected' || status === 'accepted';
  return (
    <span className={state === 'live' ? 'badge' : 'badge muted'}>
      {quiets && state === 'live' && <StateShape state="planned" />}
      {t(decisionTexts[status])}
      {state === 'expired' && ` · ${t({ fr: 'expirée', en: 'expired' })}`}
      {state === 'revoked' && ` · ${t({ fr: 'retirée', en: 'revoked' })}`}
    </span>
  );
}

/** What it is about, leading to it. */
export function ScopeWords({ scope }: { scope: DecisionScope }) {
  const t = useT();
  switch (scope.kind) {
    case 'estate':
      return <>{t({ fr: 'Tout le parc', en: 'The whole estate' })}</>;
    case 'component':
      return (
        <Link href={`/software/${scope.component.id}`} className="link">
          {`${scope.component.name} ${scope.component.version}`.trim()}
        </Link>
      );
    case 'service':
    case 'asset':
      return <AssetLink asset={scope.asset} />;
  }
}

export function scopeText(scope: DecisionScope): string {
  if (scope.kind === 'estate') return '';
  return scope.kind === 'component'
    ? `${scope.component.name} ${scope.component.version}`.trim()
    : scope.asset.name;
}
