import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { SecurityBadge, StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { stateOf } from '#console/kit/state.ts';
import { Since } from '#console/kit/duration.tsx';
import { useContract } from '#console/use-contract.ts';
import { listAssets } from '#map/api-assets.ts';
import { listFindings } from '#map/api-findings.ts';
import { AssetLink } from '#map/asset-link.tsx';
import type { State } from '#map/api-shared.ts';
import { EffectMark, exposureOfState } from '#map/asset-state.tsx';

const mostFindings = 6;

/** What the scenario hurts at this moment: causes at the left, public services at the right. */
export function DemoHurt() {
  return (
    <div className="columns demo-hurt">
      <Causes />
      <HurtServices />
    </div>
  );
}

function Causes() {
  const t = useT();
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { limit: 100, quiet: '1' } },
    { live: ['finding', 'decision', 'maintenance'] },
  );
  const items = data?.items.filter((finding) => finding.demonstration) ?? [];
  return (
    <section className="card padded" aria-labelledby="demo-causes">
      <h3 id="demo-causes">{t({ fr: 'Ce qui ne va pas', en: 'What is wrong' })}</h3>
      {data === undefined &&
        (error === null ? <Loading rows={3} /> : <ErrorState error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && items.length === 0 && (
        <p className="row">
          <StateShape state="ok" /> {t({ fr: 'Aucun constat ouvert.', en: 'No open finding.' })}
        </p>
      )}
      <ul className="demo-list">
        {items.slice(0, mostFindings).map((finding) => (
          <li key={finding.id}>
            <EffectMark effect={{ ...finding, unknown: finding.makesUnknown }} size={12} />
            <Link className="quiet-link" href={`/findings/${finding.id}`}>
              {t(finding.title)}
            </Link>
            <span className="muted">
              <Since at={finding.openedAt} />
            </span>
          </li>
        ))}
      </ul>
      {items.length > mostFindings && (
        <Link href="/findings?quiet=1">
          {t({ fr: 'Les {count} constats', en: 'All {count} findings' }, { count: items.length })}
        </Link>
      )}
    </section>
  );
}

function HurtServices() {
  const t = useT();
  const { data, error, refetch } = useContract(
    listAssets,
    { query: { type: 'service', hurt: '1', sort: 'state', limit: 200 } },
    { live: ['state', 'asset'] },
  );
  const items = data?.items.filter((asset) => asset.demonstration) ?? [];
  return (
    <section className="card padded" aria-labelledby="demo-services">
      <h3 id="demo-services">
        {t({ fr: 'Services publics touchés', en: 'Public services hurt' })}{' '}
        <span className="muted num">{items.length}</span>
      </h3>
      {data === undefined &&
        (error === null ? <Loading rows={3} /> : <ErrorState error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && items.length === 0 && (
        <p className="row">
          <StateShape state="ok" />{' '}
          {t({ fr: 'Tous les services sont normaux.', en: 'All services are normal.' })}
        </p>
      )}
      <ul className="demo-list">
        {items.map((asset) => (
          <li key={asset.id}>
            <AssetLink asset={{ id: asset.id, name: asset.name, type: asset.type, code: asset.code }} bare />
            <HurtBadge state={asset.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is wrong with it and nothing else: a service that works but is exposed says only that. */
function HurtBadge({ state }: { state: State }) {
  const shown = stateOf(state);
  const exposure = exposureOfState(state);
  if (exposure !== undefined && (shown === 'ok' || shown === 'planned')) {
    return <SecurityBadge level={exposure.level} channel={exposure.channel} />;
  }
  return <StateBadge state={shown} unknown={state.unknown} planned={state.planned} />;
}
