import { Button } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { RedundancyLost } from '#console/kit/cause-chain.tsx';
import { Since } from '#console/kit/duration.tsx';
import { Link } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { AssetChain } from '#map/asset-chain.tsx';
import { EffectMark } from '#map/asset-state.tsx';
import type { Cause } from '#map/api-shared.ts';
import type { ServiceDetail } from './api.ts';
import { isCalm } from './weather-of.tsx';

const shownAtFirst = 4;

/** Pourquoi: each cause with the shortest chain of named links, and what is redundant no more. */
export function ServiceWhy({ service }: { service: ServiceDetail }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const causes = all ? service.causes : service.causes.slice(0, shownAtFirst);
  const rest = service.causes.length - causes.length;
  return (
    <Section title={t({ fr: 'Pourquoi', en: 'Why' })} count={service.causes.length || undefined}>
      <div className="card padded stack service-part">
        {service.causes.length === 0 && <NoCause service={service} />}
        {causes.map((cause) => (
          <CauseItem key={`${cause.channel}-${cause.asset.id}`} cause={cause} />
        ))}
        {rest > 0 && (
          <div>
            <Button size="compact-sm" onClick={() => setAll(true)}>
              {t(
                { fr: 'et {count} autre cause|et {count} autres causes', en: 'and {count} more' },
                { count: rest },
              )}
            </Button>
          </div>
        )}
        {service.redundancyLost.map((lost) => (
          <RedundancyLost
            key={`${lost.at.id}-${t(lost.group)}`}
            group={`${lost.at.name} · ${t(lost.group)}`}
            lost={lost.lost.map((asset) => asset.name)}
            remaining={lost.remaining}
            needed={lost.needed}
          />
        ))}
      </div>
    </Section>
  );
}

function CauseItem({ cause }: { cause: Cause }) {
  const t = useT();
  const effect = {
    availability: 0,
    integrity: 0,
    confidentiality: 0,
    unknown: false,
    [cause.channel]: cause.level,
  };
  const [finding] = cause.findingIds;
  const more = cause.findingIds.length - 1;
  return (
    <article className="service-cause">
      <p className="row" style={{ alignItems: 'flex-start' }}>
        <span style={{ marginTop: 2 }}>
          <EffectMark effect={effect} />
        </span>
        <span>
          {finding === undefined ? (
            <strong>{t(cause.sentence)}</strong>
          ) : (
            <Link href={`/findings/${finding}`} className="strong-link">
              {t(cause.sentence)}
            </Link>
          )}
          {more > 0 && (
            <>
              {' · '}
              <Link href={`/findings?asset=${cause.asset.id}`}>
                {t(
                  {
                    fr: 'et {count} autre constat|et {count} autres constats',
                    en: 'and {count} more findings',
                  },
                  { count: more },
                )}
              </Link>
            </>
          )}
        </span>
      </p>
      {cause.path.length > 1 && <AssetChain path={cause.path} />}
    </article>
  );
}

function NoCause({ service }: { service: ServiceDetail }) {
  const t = useT();
  if (service.state.unknown && service.state.availability === 0) {
    return (
      <p className="row">
        <StateShape state="unknown" />
        <span>
          {t(service.sentence) ||
            t({ fr: 'Rien ne dit comment il va en ce moment.', en: 'Nothing tells how it is for now.' })}
        </span>
      </p>
    );
  }
  if (!isCalm(service)) {
    return (
      <p className="row">
        <StateShape state="unknown" />
        {t({ fr: 'La cause n’est pas encore établie.', en: 'The cause is not established yet.' })}
      </p>
    );
  }
  return (
    <p className="row">
      <StateShape state={service.state.planned ? 'planned' : 'ok'} />
      <span>
        {service.suppliers === 0
          ? t({
              fr: 'Rien ne le touche, mais rien n’est décrit sous lui : sa carte reste à faire.',
              en: 'Nothing hurts it, but nothing is described under it: its map is still to be made.',
            })
          : t(
              {
                fr: 'Rien ne le touche, parmi {count} actif dont il dépend.|Rien ne le touche, parmi les {count} actifs dont il dépend.',
                en: 'Nothing hurts it, among the {count} assets it depends on.',
              },
              { count: service.suppliers },
            )}
        {service.since !== null && (
          <span className="muted">
            {' '}
            {t({ fr: 'Depuis', en: 'For' })} <Since at={service.since} />.
          </span>
        )}
      </span>
    </p>
  );
}
