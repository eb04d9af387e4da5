import './begin.css';
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { queryClient, useContract, useContractMutation } from '#console/use-contract.ts';
import { loadDemo, readDemo } from './api.ts';

/** `/begin`: the first screen of an empty map: look at a demonstration, or begin with what is yours. */
export default function BeginPage() {
  const t = useT();
  const { data, error, refetch } = useContract(readDemo, {}, { live: ['demo'] });
  const title = t({ fr: 'Bien commencer', en: 'Getting started' });
  return (
    <Page title={title}>
      <div className="begin">
        <p className="begin-lead">
          {t({
            fr: 'La carte est vide. Vigie répond à une question : quels services publics sont touchés ou menacés, par quoi, depuis quand, et qui s’en occupe. Il lui faut pour cela une carte, de chaque équipement à chaque service.',
            en: 'The map is empty. Vigie answers one question: which public services are hurt or at risk, by what, since when, and who is dealing with it. For that it needs a map, from each device to each service.',
          })}
        </p>
        {data === undefined ? (
          <div className="card">
            {error === null ? (
              <Loading rows={6} />
            ) : (
              <ErrorState error={error} onRetry={() => void refetch()} />
            )}
          </div>
        ) : (
          <div className="begin-ways">
            <Demonstration loaded={data.loaded} />
            <Empty />
          </div>
        )}
      </div>
    </Page>
  );
}

function Demonstration({ loaded }: { loaded: boolean }) {
  const t = useT();
  const go = useGo();
  const may = useRight('administer');
  const load = useContractMutation(loadDemo, {
    refresh: [readDemo],
    onDone: (reply) => {
      toast(
        {
          fr: `Démonstration chargée : ${reply.services} services, ${reply.assets} actifs.`,
          en: `Demonstration loaded: ${reply.services} services, ${reply.assets} assets.`,
        },
        { state: 'ok' },
      );
    },
  });
  useEffect(() => {
    if (!loaded) return;
    // What was read of the empty map would lead back here.
    queryClient.removeQueries({ type: 'inactive' });
    go('/', { replace: true });
  }, [loaded, go]);
  return (
    <section className="card begin-way" aria-labelledby="begin-demo">
      <h2 id="begin-demo">{t({ fr: 'Regarder sur une démonstration', en: 'Look at a demonstration' })}</h2>
      <p>
        {t({
          fr: 'Une administration de Nouvelle-Calédonie : 30 services publics, 25 sites, 20 directions, et près de 460 équipements, machines, applications et liens dont ils dépendent. Des journées scénarisées s’y jouent : lien coupé, certificat expiré, câble perdu, stockage dégradé, pare-feu attaqué.',
          en: 'An administration of New Caledonia: 30 public services, 25 sites, 20 directorates, and some 460 devices, machines, applications and links that they depend on. Scripted days play on it: cut link, expired certificate, lost cable, degraded storage, attacked firewall.',
        })}
      </p>
      <ul className="begin-facts">
        <li>
          <strong>{t({ fr: 'Inventé', en: 'Invented' })}</strong>
          {t({
            fr: 'équipements, adresses, besoins DICP, durées tolérables, horaires, nombre d’usagers et événements. Chaque écran le dit.',
            en: 'devices, addresses, DICP needs, tolerable outages, hours, number of users and events. Each screen says so.',
          })}
        </li>
        <li>
          <strong>{t({ fr: 'Réel', en: 'Real' })}</strong>
          {t({
            fr: 'les noms de localités et leurs coordonnées : GeoNames (geonames.org), licence CC BY 4.0.',
            en: 'the names of localities and their coordinates: GeoNames (geonames.org), CC BY 4.0 licence.',
          })}
        </li>
        <li>
          <strong>{t({ fr: 'Sans effet', en: 'No effect' })}</strong>
          {t({
            fr: 'elle ne sonde jamais rien : toutes ses adresses sont réservées à la documentation.',
            en: 'it never probes anything: all its addresses are reserved for documentation.',
          })}
        </li>
        <li>
          <strong>{t({ fr: 'Réversible', en: 'Reversible' })}</strong>
          {t({
            fr: 'un clic la retire tout entière, sans toucher à ce que vous aurez ajouté.',
            en: 'one click removes it whole, without touching what you added.',
          })}
        </li>
      </ul>
      {load.isError && <ErrorState error={load.error} />}
      {may ? (
        <div>
          <Button variant="filled" loading={load.isPending} onClick={() => load.mutate({})}>
            {t({ fr: 'Charger la démonstration', en: 'Load the demonstration' })}
          </Button>
        </div>
      ) : (
        <Band state="planned">
          {t({
            fr: 'Un administrateur peut charger la démonstration.',
            en: 'An administrator can load the demonstration.',
          })}
        </Band>
      )}
    </section>
  );
}

function Empty() {
  const t = useT();
  return (
    <section className="card begin-way" aria-labelledby="begin-empty">
      <h2 id="begin-empty">{t({ fr: 'Commencer avec votre parc', en: 'Begin with your estate' })}</h2>
      <p>
        {t({
          fr: 'Trois gestes suffisent pour que la météo dise quelque chose de vrai.',
          en: 'Three steps are enough for the weather to say something true.',
        })}
      </p>
      <ol className="begin-steps">
        <Step
          href="/services?new=1"
          title={t({ fr: 'Ajouter un service public', en: 'Add a public service' })}
        >
          {t({
            fr: 'Son nom, sa direction, ses besoins et la durée d’interruption qu’il tolère.',
            en: 'Its name, its directorate, its needs and the outage it tolerates.',
          })}
        </Step>
        <Step href="/import" title={t({ fr: 'Importer ou ajouter des actifs', en: 'Import or add assets' })}>
          {t({
            fr: 'Un tableau CSV, un export NetBox ou Mercator, essayé à blanc avant d’écrire ; ou à la main, un par un.',
            en: 'A CSV table, a NetBox or Mercator export, tried dry before it is written; or by hand, one by one.',
          })}
        </Step>
        <Step href="/checks" title={t({ fr: 'Ajouter une sonde', en: 'Add a check' })}>
          {t({
            fr: 'Ping, port, page web, certificat ou DNS : ce qu’elle constate touche les services qui en dépendent.',
            en: 'Ping, port, web page, certificate or DNS: what it finds hurts the services that depend on it.',
          })}
        </Step>
      </ol>
    </section>
  );
}

function Step({ href, title, children }: { href: string; title: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className="begin-step">
        <strong>{title}</strong>
        <span>{children}</span>
      </Link>
    </li>
  );
}
