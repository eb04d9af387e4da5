import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { GeoMap } from '#console/kit/geo-map.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import type { Geography, MapGraph, Overlay } from './map-nodes.tsx';
import { drawnGeography } from './map-nodes.tsx';
import type { ChangeMap, MapQuery } from './map-query.tsx';

interface MapGeographyProps {
  readonly geography: Geography;
  /** With the states of a past moment, or those of a simulation to gather by site. */
  readonly graph: MapGraph | undefined;
  readonly overlay: Overlay;
  /** The site of what is selected. */
  readonly siteId: string | null;
  readonly query: MapQuery;
  readonly change: ChangeMap;
}

/** The sites of the country and the links between them. */
export function MapGeography({ geography, graph, overlay, siteId, query, change }: MapGeographyProps) {
  const t = useT();
  const go = useGo();
  const { sites, links } = useMemo(
    () => drawnGeography(geography, graph, overlay),
    [geography, graph, overlay],
  );
  const shown = useMemo(() => {
    const hurtOnly = query.hurt === true;
    return {
      sites: sites
        .filter((site) => !hurtOnly || site.shape !== 'ok')
        .map((site) => ({
          id: site.id,
          name: site.name,
          shortName: localityOf(site.name),
          latitude: site.latitude,
          longitude: site.longitude,
          state: site.shape,
          note: t(
            { fr: '{count} actif|{count} actifs', en: '{count} asset|{count} assets' },
            { count: site.assets },
          ),
        })),
      links: links.map((link) => ({
        id: link.id,
        name: link.name,
        from: link.fromSiteId,
        to: link.toSiteId,
        state: link.shape,
      })),
    };
  }, [sites, links, query.hurt, t]);
  if (geography.sites.length === 0) return <NoSite unplaced={geography.unplaced.length} />;
  return (
    <div className="map-geography">
      <GeoMap
        label={t({ fr: 'Sites et liaisons', en: 'Sites and links' })}
        sites={shown.sites}
        links={shown.links}
        selected={siteId}
        onSelect={(id) => change({ select: id ?? undefined })}
        onOpen={(id) => go(`/assets/${id}`)}
        onOpenLink={(id) => change({ select: id })}
      />
      <Unplaced sites={geography.unplaced} />
    </div>
  );
}

/** « Antenne de Koné » is « Koné » on a map where all are places. */
function localityOf(name: string): string {
  const [place = name] = /(?<=(?:^|\s)(?:de|du|des|à)\s|\sd’)\p{Lu}.*$/u.exec(name) ?? [];
  return place;
}

function Unplaced({ sites }: { sites: Geography['unplaced'] }) {
  const t = useT();
  const [first] = sites;
  if (first === undefined) return null;
  return (
    <p className="graph-note">
      {t(
        {
          fr: '{count} site sans coordonnées n’est pas dessiné : |{count} sites sans coordonnées ne sont pas dessinés : ',
          en: '{count} site without coordinates is not drawn: |{count} sites without coordinates are not drawn: ',
        },
        { count: sites.length },
      )}
      {sites.slice(0, 3).map((site, index) => (
        <span key={site.id}>
          {index > 0 && ', '}
          <Link href={`/assets/${site.id}`}>{site.name}</Link>
        </span>
      ))}
      {sites.length > 3 && '…'}
    </p>
  );
}

function NoSite({ unplaced }: { unplaced: number }) {
  const t = useT();
  return (
    <Empty title={t({ fr: 'Aucun site à placer', en: 'No site to place' })}>
      {unplaced === 0
        ? t({
            fr: 'Ajoutez des actifs de type « Site » avec leurs attributs latitude et longitude, à la main ou par un import.',
            en: 'Add assets of type “Site” with their attributes latitude and longitude, by hand or by an import.',
          })
        : t(
            {
              fr: '{count} site est connu sans coordonnées : donnez-lui les attributs latitude et longitude.|{count} sites sont connus sans coordonnées : donnez-leur les attributs latitude et longitude.',
              en: '{count} site is known without coordinates: give it the attributes latitude and longitude.|{count} sites are known without coordinates: give them the attributes latitude and longitude.',
            },
            { count: unplaced },
          )}
    </Empty>
  );
}
