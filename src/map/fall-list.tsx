import './map-pages.css';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { stateOf, stateTexts } from '#console/kit/state.ts';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { whatIf } from './api-graph.ts';
import { AssetLink } from './asset-link.tsx';

export type Fall = ReplyOf<typeof whatIf>;
type FallRow = Fall['assets'][number];

/** What would fall if these assets were lost or isolated: asked of the impact engine, nothing is touched. */
export function useFall(lost: readonly string[], isolated: readonly string[]) {
  return useContract(
    whatIf,
    { body: { lost: [...lost], isolated: [...isolated] } },
    { enabled: lost.length + isolated.length > 0, live: ['link', 'state', 'asset'] },
  );
}

/** Worse than before on any account; what an isolation protects is not a fall. */
export function isWorse({ before, after }: Pick<FallRow, 'before' | 'after'>): boolean {
  return (
    after.availability > before.availability ||
    after.integrity > before.integrity ||
    after.confidentiality > before.confidentiality
  );
}

interface FallListProps {
  readonly fall: ReturnType<typeof useFall>;
  /** Taken as lost: they need not be named again. */
  readonly without?: readonly string[];
}

/** The answer of `useFall` in words, by name: services first, then what stands between. */
export function FallList({ fall, without = [] }: FallListProps) {
  const t = useT();
  if (fall.data === undefined) {
    return fall.isError ? (
      <ErrorState error={fall.error} onRetry={() => void fall.refetch()} />
    ) : (
      <Loading rows={4} />
    );
  }
  const named = (row: FallRow): boolean => !without.includes(row.asset.id);
  const services = fall.data.services.filter(isWorse);
  const relieved = fall.data.services.filter((row) => !isWorse(row));
  const assets = fall.data.assets.filter((row) => isWorse(row) && named(row));
  const more = fall.data.assetsTotal - fall.data.assets.length;
  return (
    <div className="stack" style={{ gap: 16 }} aria-live="polite">
      {services.length === 0 ? (
        <p className="row">
          <StateShape state="ok" />
          {t({
            fr: 'Aucun service public ne serait plus touché qu’il ne l’est.',
            en: 'No public service would be hurt more than it is.',
          })}
        </p>
      ) : (
        <FallPart
          title={t(
            {
              fr: '{count} service public touché|{count} services publics touchés',
              en: '{count} public service hurt|{count} public services hurt',
            },
            { count: services.length },
          )}
          rows={services}
          most={40}
        />
      )}
      {relieved.length > 0 && (
        <FallPart
          title={t({ fr: 'Services mis à l’abri', en: 'Services sheltered' })}
          rows={relieved}
          most={20}
        />
      )}
      {assets.length > 0 && (
        <FallPart
          title={t(
            {
              fr: '{count} autre actif|{count} autres actifs',
              en: '{count} other asset|{count} other assets',
            },
            { count: assets.length + more },
          )}
          rows={assets}
          most={8}
        />
      )}
    </div>
  );
}

interface FallPartProps {
  readonly title: string;
  readonly rows: readonly FallRow[];
  readonly most: number;
}

function FallPart({ title, rows, most }: FallPartProps) {
  const t = useT();
  const [whole, setWhole] = useState(false);
  const shown = whole ? rows : rows.slice(0, most);
  return (
    <section>
      <h3>{title}</h3>
      <ul className="fall-list">
        {shown.map((row) => (
          <li key={row.asset.id}>
            <span className="clip">
              <AssetLink asset={row.asset} bare />
            </span>
            <FallStep row={row} />
          </li>
        ))}
      </ul>
      {rows.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {t({ fr: 'Voir les {count}', en: 'Show all {count}' }, { count: rows.length })}
        </Button>
      )}
    </section>
  );
}

function FallStep({ row }: { row: FallRow }) {
  const t = useT();
  const before = stateOf(row.before);
  const after = stateOf(row.after);
  return (
    <span className="fall-step">
      <StateShape state={before} size={12} label={t(stateTexts[before])} />
      <IconArrowRight size={12} aria-label={t({ fr: 'puis', en: 'then' })} role="img" />
      {after === before ? (
        <span className="muted">{t({ fr: 'exposition', en: 'exposure' })}</span>
      ) : (
        <StateBadge state={after} />
      )}
    </span>
  );
}
