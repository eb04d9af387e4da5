import { GeoMap } from '#console/kit/geo-map.tsx';
import { Section } from '#console/kit/page.tsx';
import { SecurityShape, StateCount, StateShape } from '#console/kit/state-badge.tsx';
import { states } from '#console/kit/state.ts';
import { ActionList, SecondsLeft, WeatherFold, WeatherList, WeatherRow } from '#console/kit/weather-row.tsx';
import { Wall } from '#console/kit/wall.tsx';
import { calmServices, geoLinks, hurtServices, sites } from './sample.ts';

const counts = { ok: 27, reduced: 1, degraded: 1, down: 1, unknown: 1, planned: 1 };

export function Weather() {
  return (
    <div className="gallery">
      <div className="gallery-badges">
        {states.map((state) => (
          <StateCount key={state} state={state} count={counts[state]} />
        ))}
      </div>
      <div className="gallery-split">
        <Section title="À traiter maintenant">
          <ActionList
            label="À traiter maintenant"
            items={[
              {
                id: '1',
                href: '/findings/1',
                mark: <StateShape state="down" />,
                title: 'Rétablir Nouméa–Koné',
                when: (
                  <>
                    12 min · <SecondsLeft seconds={13_680} />
                  </>
                ),
                reason: 'Opérateur à appeler · 3 services · personne n’a pris',
              },
              {
                id: '2',
                href: '/findings/2',
                mark: <SecurityShape level="exposed" />,
                title: 'Corriger FortiOS 7.4.3 sur fw-dc1-01, exploité en ce moment',
                when: '5 h · sous 3 j',
                reason: 'Pare-feu de 14 services · attribué à Maurice Wamytan',
              },
              {
                id: '3',
                href: '/findings/3',
                mark: <StateShape state="degraded" />,
                title: 'Renouveler le certificat de demarches.gouv.nc',
                when: '6 j',
                reason: 'Portail des démarches · 80 téléservices',
              },
              {
                id: '4',
                href: '/findings/4',
                mark: <StateShape state="unknown" />,
                title: 'Rallumer la source Centreon',
                when: '47 min',
                reason: 'Sans elle, 212 actifs sont inconnus',
              },
            ]}
          />
        </Section>
        <Section title="Carte">
          <GeoMap
            label="Sites de Nouvelle-Calédonie"
            sites={sites}
            links={geoLinks}
            height={260}
            zoomable={false}
            framed
          />
        </Section>
      </div>
      <Section title="Services" count="8">
        <WeatherList label="Services">
          {hurtServices.map((one) => (
            <WeatherRow key={one.id} service={one} dayHref={(date) => `/services/${one.id}?day=${date}`} />
          ))}
          <WeatherFold title="DINUM" services={calmServices} />
        </WeatherList>
      </Section>
    </div>
  );
}

export function SampleWall({ calm }: { calm: boolean }) {
  if (calm) return <Wall counts={{ ...counts, degraded: 0, down: 0, unknown: 0 }} services={[]} />;
  return (
    <Wall
      counts={counts}
      services={hurtServices.slice(0, 4).map((one) => ({
        ...one,
        left: one.secondsLeft === null ? null : <SecondsLeft seconds={one.secondsLeft} />,
      }))}
    />
  );
}
