import './findings.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { CauseChain } from '#console/kit/cause-chain.tsx';
import { Link } from '#console/kit/link.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { stateOf } from '#console/kit/state.ts';
import { useContract } from '#console/use-contract.ts';
import type { AssetDetail } from './api-assets.ts';
import { listFindings } from './api-findings.ts';
import type { AssetRef } from './api-shared.ts';
import { AssetLink, assetHref } from './asset-link.tsx';
import { EffectMark } from './asset-state.tsx';

/** Why the asset is as it is: each root cause and the chain from it to here. */
export function AssetCauses({ asset }: { asset: AssetDetail }) {
  const t = useT();
  // A cause may act on several channels: it is told once.
  const causes = [...Map.groupBy(asset.causes, (cause) => cause.asset.id).values()].flatMap((all) =>
    all.slice(0, 1),
  );
  if (causes.length === 0) return null;
  return (
    <section>
      <h3>{t({ fr: 'Pourquoi', en: 'Why' })}</h3>
      <ul className="stack" style={{ gap: 10, marginTop: 4 }}>
        {causes.map((cause) => (
          <li key={cause.asset.id} className="stack" style={{ gap: 4 }}>
            <CauseSentence cause={cause} />
            {cause.path.length > 1 && (
              <CauseChain
                nodes={cause.path.map((node) => ({
                  id: node.id,
                  name: node.name,
                  state: stateOf(node.state),
                  href: assetHref(node),
                }))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CauseSentence({ cause }: { cause: AssetDetail['causes'][number] }) {
  const t = useT();
  const [finding] = cause.findingIds;
  if (finding === undefined) return <span>{t(cause.sentence)}</span>;
  return (
    <Link href={`/findings/${finding}`} className="quiet-link">
      {t(cause.sentence)}
    </Link>
  );
}

/** What is wrong on the asset itself. */
export function AssetFindings({ id, most }: { id: string; most: number }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { asset: id, quiet: '1', limit: most } },
    { live: ['finding', 'decision'] },
  );
  if (data === undefined) {
    return error === null ? (
      <Loading rows={2} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <section>
      <h3>
        {t({ fr: 'Constats ouverts', en: 'Open findings' })} <span className="muted num">{data.total}</span>
      </h3>
      {data.items.length === 0 ? (
        <p className="muted">{t({ fr: 'Aucun sur cet actif.', en: 'None on this asset.' })}</p>
      ) : (
        <ul className="stack" style={{ gap: 4, marginTop: 4 }}>
          {data.items.map((finding) => (
            <li key={finding.id} className="row">
              <EffectMark effect={{ ...finding, unknown: finding.makesUnknown }} size={12} />
              <Link href={`/findings/${finding.id}`} className="quiet-link">
                {t(finding.title)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data.total > data.items.length && (
        <Link href={`/findings?asset=${id}&quiet=1`}>
          {t({ fr: 'Voir les {count}', en: 'Show all {count}' }, { count: data.total })}
        </Link>
      )}
    </section>
  );
}

/** The public services that stand on the asset, the hurt ones first. */
export function AssetServices({ asset, most }: { asset: AssetDetail; most: number }) {
  const t = useT();
  const [whole, setWhole] = useState(false);
  if (asset.type === 'service') return null;
  const all = asset.dependentServices;
  const shown: readonly AssetRef[] = whole ? all : all.slice(0, most);
  return (
    <section>
      <h3>
        {t({ fr: 'Services qui en dépendent', en: 'Services that stand on it' })}{' '}
        <span className="muted num">{asset.services}</span>
      </h3>
      {all.length === 0 && (
        <p className="muted">
          {asset.services === 0
            ? t({ fr: 'Aucun service public.', en: 'No public service.' })
            : t({
                fr: 'Ils sont d’autres organisations que les vôtres.',
                en: 'They belong to organisations other than yours.',
              })}
        </p>
      )}
      <ul className="stack" style={{ gap: 3, marginTop: 4 }}>
        {shown.map((service) => (
          <li key={service.id}>
            <AssetLink asset={service} bare />
          </li>
        ))}
      </ul>
      {all.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {t({ fr: 'Voir les {count}', en: 'Show all {count}' }, { count: all.length })}
        </Button>
      )}
    </section>
  );
}
