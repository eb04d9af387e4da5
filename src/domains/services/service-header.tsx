import { useT } from '#console/i18n.ts';
import { useReader } from '#console/clock.ts';
import { formatNumber } from '#console/format.ts';
import { Band } from '#console/kit/error.tsx';
import { Since } from '#console/kit/duration.tsx';
import { SecondsLeft } from '#console/kit/weather-row.tsx';
import { AssetLink } from '#map/asset-link.tsx';
import { AssetState } from '#map/asset-state.tsx';
import type { ServiceDetail } from './api.ts';
import { Needs } from './needs.tsx';
import { hoursWord, minutesWord } from './service-words.tsx';
import { isCalm } from './weather-of.tsx';

/** State, sentence and time left; then what the service is and needs. */
export function ServiceHeader({ service, aged }: { service: ServiceDetail; aged: number }) {
  const t = useT();
  const calm = isCalm(service);
  return (
    <div className="service-head">
      <div className="service-state">
        <AssetState state={service.state} variant="large" />
        {service.since !== null && !calm && (
          <span className="muted">
            {t({ fr: 'depuis', en: 'for' })} <Since at={service.since} />
          </span>
        )}
        {service.secondsLeft !== null && (
          <strong className="service-left">
            <SecondsLeft seconds={service.secondsLeft - aged} />
          </strong>
        )}
      </div>
      {!calm && t(service.sentence) !== '' && <p className="service-sentence">{t(service.sentence)}</p>}
      {service.earlyWarning && (
        <Band state="down">
          {t({
            fr: 'Plus de la moitié de la durée d’interruption tolérable est passée.',
            en: 'More than half of the tolerable outage has passed.',
          })}
        </Band>
      )}
      <ServiceFacts service={service} />
    </div>
  );
}

function ServiceFacts({ service }: { service: ServiceDetail }) {
  const t = useT();
  const { language } = useReader();
  const { profile } = service;
  const facts = [
    {
      name: t({ fr: 'Direction', en: 'Directorate' }),
      value:
        service.organisation === null ? (
          t({ fr: 'aucune', en: 'none' })
        ) : (
          <AssetLink asset={service.organisation} bare />
        ),
    },
    { name: t({ fr: 'Besoins', en: 'Needs' }), value: <Needs needs={service.needs} /> },
    {
      name: t({ fr: 'Interruption tolérable (DMIA)', en: 'Tolerable outage (MTPD)' }),
      value: minutesWord(profile.dmiaMinutes, t, language),
    },
    {
      name: t({ fr: 'Perte de données tolérable (PDMA)', en: 'Tolerable data loss (RPO)' }),
      value: minutesWord(profile.pdmaMinutes, t, language),
    },
    { name: t({ fr: 'Ouvert', en: 'Open' }), value: hoursWord(profile.openingHours, t) },
    {
      name: t({ fr: 'Usagers', en: 'Users' }),
      value:
        [profile.usersServed === null ? null : formatNumber(profile.usersServed, language), profile.audience]
          .filter((part) => part !== null)
          .join(', ') || '—',
    },
  ];
  return (
    <dl className="service-facts">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
