import './vulnerability.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useReader } from '#console/clock.ts';
import { capital, dayKey, formatDay, formatTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { DeadlineBadge } from '#console/kit/state-badge.tsx';
import { useContract } from '#console/use-contract.ts';
import { listNews } from './api-watch.ts';
import type { NewsReply, VulnerabilityHead, Watch } from './api-watch.ts';
import { Cvss, cveHref, Epss, ExposureCounts, ExposureShape, Marks } from './vulnerability-marks.tsx';
import { exposureTexts, newsTexts } from './vulnerability-words.ts';
import type { WatchChange, WatchQuery } from './watch-query.tsx';

type News = NewsReply['items'][number];

/** What changed for us, by day and by vulnerability, the last first. */
export function WatchChanges({
  query,
  change,
  watch,
}: {
  query: WatchQuery;
  change: WatchChange;
  watch: Watch | undefined;
}) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listNews,
    { query: filtersOf(query) },
    { live: ['vulnerability', 'decision', 'component'] },
  );
  if (data === undefined) {
    return error === null ? (
      <Loading rows={8} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  const heads = new Map(data.vulnerabilities.map((head) => [head.name, head]));
  if (data.items.length === 0) return <NothingChanged query={query} change={change} watch={watch} />;
  return (
    <div className="stack" style={{ gap: 20 }}>
      {data.total > data.items.length && (
        <Band state="planned">
          {t(
            {
              fr: 'Les {shown} derniers changements sur {total} sont affichés ; une période plus courte ou un filtre montre les autres.',
              en: 'The last {shown} changes of {total} are shown; a shorter period or a filter shows the others.',
            },
            { shown: data.items.length, total: data.total },
          )}
        </Band>
      )}
      <Days items={data.items} heads={heads} />
    </div>
  );
}

export function filtersOf({ days, kind, scope, exploited, deadline }: WatchQuery) {
  return {
    days,
    scope,
    ...(kind === undefined ? {} : { kind }),
    ...(exploited === true ? { exploited: '1' as const } : {}),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

function Days({ items, heads }: { items: readonly News[]; heads: ReadonlyMap<string, VulnerabilityHead> }) {
  const reader = useReader();
  const days = Map.groupBy(items, (item) => dayKey(item.at, reader.timeZone));
  return [...days].map(([day, all]) => (
    <section key={day} className="news-day" aria-label={formatDay(all[0]?.at ?? 0, reader)}>
      <h2>
        {capital(formatDay(all[0]?.at ?? 0, reader))}
        <span className="muted num"> · {all.length}</span>
      </h2>
      <ul className="card news">
        {[...Map.groupBy(all, (item) => item.vulnerability ?? `#${item.id}`)].map(([name, group]) => (
          <li key={name} className="news-item">
            <NewsHead head={heads.get(name)}>
              <ul className="news-lines">
                {group.map((item) => (
                  <NewsLine key={item.id} item={item} />
                ))}
              </ul>
            </NewsHead>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function NewsHead({ head, children }: { head: VulnerabilityHead | undefined; children: ReactNode }) {
  const t = useT();
  if (head === undefined) return children;
  return (
    <>
      <div className="news-head">
        <ExposureShape status={head.status} />
        <Link href={cveHref(head.name)} className="strong-link">
          {head.name}
        </Link>
        <span className="clip news-title" title={head.title}>
          {head.title === head.name ? '' : head.title}
        </span>
        <Marks of={head} />
        {head.finding !== null && <DeadlineBadge deadline={head.finding.deadline} />}
      </div>
      <div className="news-facts muted">
        <span>
          {t(exposureTexts[head.status])}
          {head.components > 0 && (
            <>
              {' · '}
              <ExposureCounts of={head} />
            </>
          )}
        </span>
        {head.services.length > 0 && (
          <span className="clip" title={head.services.map((service) => service.name).join('\n')}>
            {head.services
              .slice(0, 2)
              .map((service) => service.name)
              .join(', ')}
            {head.servicesTotal > 2 && ` +${head.servicesTotal - 2}`}
          </span>
        )}
        <span>
          EPSS <Epss value={head.epss} />
        </span>
        <span>
          CVSS <Cvss of={head.cvss} />
        </span>
      </div>
      {children}
    </>
  );
}

function NewsLine({ item }: { item: News }) {
  const t = useT();
  const reader = useReader();
  return (
    <li>
      <time className="muted" dateTime={item.at}>
        {formatTime(item.at, reader)}
      </time>
      <span className="news-kind">{t(newsTexts[item.kind])}</span>
      <span>{t(item.text)}</span>
    </li>
  );
}

function NothingChanged({
  query,
  change,
  watch,
}: {
  query: WatchQuery;
  change: WatchChange;
  watch: Watch | undefined;
}) {
  const t = useT();
  const go = useGo();
  if (watch !== undefined && (watch.feeds.state === 'none' || watch.inventory.components === 0))
    return <BeginWatching watch={watch} />;
  const filtered = query.kind !== undefined || query.exploited === true || query.deadline !== undefined;
  return (
    <Empty
      title={t({ fr: 'Aucun changement sur cette période', en: 'No change over this period' })}
      actions={
        <>
          {filtered && (
            <Button onClick={() => change({ kind: undefined, exploited: undefined, deadline: undefined })}>
              {t({ fr: 'Retirer les filtres', en: 'Clear the filters' })}
            </Button>
          )}
          {query.days !== '30' && (
            <Button onClick={() => change({ days: '30' })}>
              {t({ fr: 'Voir 30 jours', en: 'Show 30 days' })}
            </Button>
          )}
          {query.scope === 'ours' && (
            <Button onClick={() => change({ scope: 'exploited' })}>
              {t({ fr: 'Voir aussi tout ce qui est exploité', en: 'Show all that is exploited too' })}
            </Button>
          )}
          <Button onClick={() => go('/vulnerabilities?view=ours')}>
            {t({ fr: 'Voir ce qui nous touche', en: 'See what affects us' })}
          </Button>
        </>
      }
    >
      {t({
        fr: 'Un ajout au catalogue KEV, une alerte du CERT-FR, une version touchée qui change ou une décision qui expire s’affichent ici. Un flux en retard ne dit plus rien : regardez aussi leur âge.',
        en: 'An addition to the KEV catalogue, an alert of CERT-FR, a change of the affected versions or a decision that expires shows here. A stale feed says nothing any more: look at their age too.',
      })}
    </Empty>
  );
}

/** What to do before there is anything to watch. */
export function BeginWatching({ watch }: { watch: Watch }) {
  const t = useT();
  const go = useGo();
  const feeds = watch.feeds.state === 'none';
  return (
    <Empty
      title={
        feeds
          ? t({ fr: 'Aucun flux n’est chargé', en: 'No feed is loaded' })
          : t({ fr: 'Aucun inventaire de logiciels', en: 'No inventory of software' })
      }
      actions={
        <>
          {feeds && (
            <Button variant="filled" onClick={() => go('/vulnerabilities/feeds')}>
              {t({ fr: 'Charger les flux', en: 'Load the feeds' })}
            </Button>
          )}
          {watch.inventory.components === 0 && (
            <Button {...(feeds ? {} : { variant: 'filled' })} onClick={() => go('/software')}>
              {t({ fr: 'Donner un inventaire', en: 'Hand in an inventory' })}
            </Button>
          )}
        </>
      }
    >
      {t({
        fr: 'La veille compare deux choses : ce que publient les flux (CVE, KEV, CERT-FR…) et les logiciels que vos inventaires disent installés. Tant que l’une manque, une liste vide ne veut rien dire.',
        en: 'The watch compares two things: what feeds publish (CVE, KEV, CERT-FR…) and the software that your inventories say is installed. While one is missing, an empty list means nothing.',
      })}
    </Empty>
  );
}
