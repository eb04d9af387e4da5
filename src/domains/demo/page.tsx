import './demo.css';
import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { loadDemo, readDemo, removeDemo } from './api.ts';
import type { Demo } from './api.ts';
import { DemoPlayer } from './demo-player.tsx';
import { DemoScenarios } from './demo-scenarios.tsx';

/** `/demo`: load the demonstration, play its scenarios, remove it. */
export default function DemoPage() {
  const t = useT();
  const { data, error, refetch } = useContract(readDemo, {}, { live: ['demo'] });
  return (
    <Page
      title={t({ fr: 'Démonstration', en: 'Demonstration' })}
      actions={data === undefined ? null : <LoadOrRemove demo={data} />}
    >
      <div className="demo">
        {data === undefined ? (
          error === null ? (
            <Loading rows={8} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : (
          <>
            {error !== null && (
              <Band state="unknown">
                {t({
                  fr: 'La dernière mise à jour a échoué : ce qui suit peut avoir changé.',
                  en: 'The last update failed: what follows may have changed.',
                })}
              </Band>
            )}
            <WhatItIs demo={data} />
            {data.player !== null && <DemoPlayer player={data.player} />}
            {data.loaded ? <DemoScenarios demo={data} /> : <Titles demo={data} />}
            <Credits />
          </>
        )}
      </div>
    </Page>
  );
}

function LoadOrRemove({ demo }: { demo: Demo }) {
  const t = useT();
  const may = useRight('administer');
  const load = useContractMutation(loadDemo, {
    refresh: [readDemo],
    onDone: ({ services, assets }) =>
      toast(
        {
          fr: `Démonstration chargée : ${services} services, ${assets} actifs.`,
          en: `Demonstration loaded: ${services} services, ${assets} assets.`,
        },
        { state: 'ok' },
      ),
  });
  const end = useContractMutation(removeDemo, {
    refresh: [readDemo],
    onDone: ({ assets }) =>
      toast({
        fr: `Démonstration retirée : ${assets} actifs.`,
        en: `Demonstration removed: ${assets} assets.`,
      }),
  });
  const remove = async (): Promise<void> => {
    const yes = await confirm({
      title: t({ fr: 'Retirer toute la démonstration ?', en: 'Remove the whole demonstration?' }),
      body: t({
        fr: 'Ce que vous avez ajouté vous-même, et ce que vos sources disent, reste.',
        en: 'What you added yourself, and what your sources say, remains.',
      }),
      cuts: [
        {
          name: t(
            {
              fr: '{count} actif inventé|{count} actifs inventés',
              en: '{count} invented asset|{count} invented assets',
            },
            { count: demo.assets },
          ),
          note: t({ fr: 'avec leurs liens et leurs états', en: 'with their links and states' }),
        },
        { name: t({ fr: 'Leurs constats et leur histoire', en: 'Their findings and their history' }) },
        { name: t({ fr: 'Leurs sources et leurs maintenances', en: 'Their sources and maintenance' }) },
        ...(demo.player === null
          ? []
          : [
              {
                name: t({ fr: 'Le scénario en cours', en: 'The scenario under way' }),
                note: t(demo.player.title),
              },
            ]),
      ],
      action: t({ fr: 'Retirer la démonstration', en: 'Remove the demonstration' }),
    });
    if (yes) end.mutate({}, { onError: toastProblem });
  };
  if (!may) return null;
  if (demo.loaded) {
    return (
      <Button loading={end.isPending} onClick={() => void remove()}>
        {t({ fr: 'Retirer', en: 'Remove' })}
      </Button>
    );
  }
  return (
    <Button
      variant="filled"
      loading={load.isPending}
      onClick={() => load.mutate({}, { onError: toastProblem })}
    >
      {t({ fr: 'Charger la démonstration', en: 'Load the demonstration' })}
    </Button>
  );
}

function WhatItIs({ demo }: { demo: Demo }) {
  const t = useT();
  const may = useRight('administer');
  if (demo.loaded) {
    return (
      <p className="demo-lead">
        {t(
          {
            fr: 'Le parc de démonstration est chargé : {count} actifs d’une administration inventée de Nouvelle-Calédonie. Jouez un scénario, puis regardez la météo, la carte et les constats réagir.',
            en: 'The demonstration estate is loaded: {count} assets of an invented administration of New Caledonia. Play a scenario, then watch the weather, the map and the findings react.',
          },
          { count: demo.assets },
        )}
      </p>
    );
  }
  return (
    <>
      <p className="demo-lead">
        {t({
          fr: 'Une administration inventée de Nouvelle-Calédonie : 30 services publics, leurs sites, leurs équipements et leurs liens, et des journées qui s’y jouent. Elle ne sonde jamais rien, chaque écran dit qu’elle est inventée, et un clic la retire tout entière.',
          en: 'An invented administration of New Caledonia: 30 public services, their sites, devices and links, and days that play on them. It never probes anything, each screen says that it is invented, and one click removes it whole.',
        })}
      </p>
      {!may && (
        <Band state="planned">
          {t({
            fr: 'Un administrateur peut charger la démonstration.',
            en: 'An administrator can load the demonstration.',
          })}
        </Band>
      )}
    </>
  );
}

/** What could be played once it is loaded. */
function Titles({ demo }: { demo: Demo }) {
  const t = useT();
  return (
    <ul className="demo-scenarios">
      {demo.scenarios.map((scenario) => (
        <li key={scenario.id} className="card demo-scenario">
          <h3>{t(scenario.title)}</h3>
          <p>{t(scenario.story)}</p>
        </li>
      ))}
    </ul>
  );
}

function Credits() {
  const t = useT();
  return (
    <footer className="demo-credits">
      <p>
        {t({ fr: 'Localités et coordonnées :', en: 'Localities and coordinates:' })}{' '}
        <a className="link" href="https://www.geonames.org/" target="_blank" rel="noreferrer">
          GeoNames
        </a>
        , CC BY 4.0.
      </p>
      <p>
        {t({
          fr: 'Équipements, adresses, usagers, besoins et criticités inventés : ils ne disent rien d’une administration réelle.',
          en: 'Devices, addresses, users, needs and criticalities are invented: they say nothing of a real administration.',
        })}
      </p>
    </footer>
  );
}
