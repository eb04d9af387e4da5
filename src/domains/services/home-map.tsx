import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { GeoMap } from '#console/kit/geo-map.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Section } from '#console/kit/page.tsx';
import { stateOf } from '#console/kit/state.ts';
import { useContract } from '#console/use-contract.ts';
import { readGeography } from '#map/api-graph.ts';

const height = 300;

/** Sites as shapes of their worst state; links coloured only when not normal. */
export function HomeMap() {
  const t = useT();
  const go = useGo();
  const { data, error, refetch } = useContract(readGeography, {}, { live: ['state', 'asset'] });
  const title = t({ fr: 'Territoire', en: 'Territory' });
  return (
    <Section
      title={title}
      actions={<Link href="/map?view=geography">{t({ fr: 'Ouvrir la carte', en: 'Open the map' })}</Link>}
    >
      {data === undefined ? (
        <div className="card" style={{ height }}>
          {error === null ? (
            <Loading rows={6} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )}
        </div>
      ) : data.sites.length === 0 ? (
        <div className="card">
          <Empty title={t({ fr: 'Aucun site placé', en: 'No site placed' })}>
            {t({
              fr: 'Donnez une latitude et une longitude à un actif de type « site » pour le voir ici.',
              en: 'Give a latitude and a longitude to an asset of type “site” to see it here.',
            })}
          </Empty>
        </div>
      ) : (
        <GeoMap
          label={t({ fr: 'Sites et liaisons', en: 'Sites and links' })}
          sites={data.sites.map((site) => ({
            id: site.id,
            name: site.name,
            latitude: site.latitude,
            longitude: site.longitude,
            state: stateOf(site.state),
            note: t(
              { fr: '{assets} actifs, {findings} constats', en: '{assets} assets, {findings} findings' },
              { assets: site.assets, findings: site.openFindings },
            ),
          }))}
          links={data.links.map((link) => ({
            id: link.id,
            name: link.name,
            from: link.fromSiteId,
            to: link.toSiteId,
            state: stateOf(link.state),
          }))}
          onOpen={(id) => go(`/assets/${id}`)}
          onSelect={(id) => (id === null ? undefined : go(`/assets/${id}`))}
          onOpenLink={(id) => go(`/assets/${id}`)}
          zoomable={false}
          height={height}
          framed
        />
      )}
    </Section>
  );
}
