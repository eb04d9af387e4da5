import { useReader } from '#console/clock.ts';
import { formatNumber } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Evidence } from '#console/kit/evidence.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import { Time } from '#console/kit/time.tsx';
import type { AssetDetail } from './api-assets.ts';

type Observation = AssetDetail['observations'][number];

const shapes: Readonly<Record<Observation['state'], State>> = {
  up: 'ok',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
};

/** The last thing that each collector saw of it, with the raw fact one click away. */
export function AssetObservations({ asset }: { asset: AssetDetail }) {
  const t = useT();
  return (
    <Section title={t({ fr: 'Derniers relevés', en: 'Last observations' })} count={asset.observations.length}>
      <div className="card">
        {asset.observations.length === 0 ? (
          <p className="muted" style={{ padding: '10px 16px' }}>
            {t({
              fr: 'Aucun collecteur n’observe cet actif. Une sonde le ferait.',
              en: 'No collector observes this asset. A check would.',
            })}
          </p>
        ) : (
          <ul className="observations">
            {asset.observations.map((one) => (
              <li key={one.id}>
                <OneObservation observation={one} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function OneObservation({ observation }: { observation: Observation }) {
  const t = useT();
  const { language } = useReader();
  return (
    <details>
      <summary>
        <StateShape state={shapes[observation.state]} size={12} />
        <span className="observation-text">{t(observation.detail)}</span>
        {observation.latencyMs !== null && (
          <span className="muted num">{formatNumber(observation.latencyMs, language, 1)} ms</span>
        )}
        <span className="muted">
          <Time at={observation.observedAt} />
        </span>
      </summary>
      <Evidence
        value={{
          kind: observation.kind,
          key: observation.key,
          code: observation.code,
          since: observation.since,
          evidence: observation.evidence,
        }}
        source={observation.source}
        at={observation.observedAt}
      />
    </details>
  );
}
