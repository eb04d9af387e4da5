import { useT } from '#console/i18n.ts';
import type { SiteCluster } from './cluster-sites.ts';
import type { ScreenSite } from './geo-drawing.tsx';
import type { PlacedLabel } from './place-labels.ts';
import { stateTexts } from './state.ts';
import { stateShapes } from './state-badge.tsx';

interface GeoSitesProps {
  readonly clusters: readonly SiteCluster<ScreenSite>[];
  readonly labels: readonly PlacedLabel[];
  readonly selected: string | null;
  readonly onOpen: (cluster: SiteCluster<ScreenSite>) => void;
  readonly onOpenWhole?: (siteId: string) => void;
}

/** Sites as the shape of their worst state; several at one place are one shape with their number. */
export function GeoSites({ clusters, labels, selected, onOpen, onOpenWhole }: GeoSitesProps) {
  const byId = new Map(labels.map((label) => [label.id, label]));
  // SVG paints in order: the worst come last and lie on top.
  const order = clusters.toReversed();
  return (
    <>
      {order.map((cluster) => (
        <SiteMark
          key={cluster.id}
          cluster={cluster}
          labelled={byId.has(cluster.id)}
          selected={cluster.sites.some((site) => site.id === selected)}
          onOpen={() => onOpen(cluster)}
          onOpenWhole={() => {
            const [only] = cluster.sites;
            if (cluster.sites.length === 1 && only !== undefined) onOpenWhole?.(only.id);
          }}
        />
      ))}
      <g aria-hidden>
        {order.map((cluster) => {
          const label = byId.get(cluster.id);
          return label === undefined ? null : (
            <text
              key={cluster.id}
              className={cluster.state === 'ok' ? 'geo-label' : 'geo-label hurt'}
              x={label.x}
              y={label.y}
              textAnchor={label.anchor}
            >
              {label.text}
            </text>
          );
        })}
      </g>
    </>
  );
}

interface SiteMarkProps {
  readonly cluster: SiteCluster<ScreenSite>;
  readonly labelled: boolean;
  readonly selected: boolean;
  readonly onOpen: () => void;
  readonly onOpenWhole: () => void;
}

function SiteMark({ cluster, labelled, selected, onOpen, onOpenWhole }: SiteMarkProps) {
  const t = useT();
  const many = cluster.sites.length > 1;
  const size = cluster.state === 'ok' && !many ? 10 : 14;
  const said = cluster.sites
    .slice(0, 6)
    .map((site) => [site.name, t(stateTexts[site.state]), site.note].filter(Boolean).join(', '))
    .join(' ; ');
  return (
    <g
      className={selected ? 'geo-site selected' : 'geo-site'}
      role="button"
      tabIndex={0}
      aria-label={
        many
          ? `${t({ fr: '{count} sites', en: '{count} sites' }, { count: cluster.sites.length })} : ${said}`
          : said
      }
      onClick={onOpen}
      onDoubleClick={onOpenWhole}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        onOpen();
      }}
    >
      <title>{said}</title>
      <g transform={`translate(${cluster.x} ${cluster.y})`}>
        <circle r={12} fill="transparent" />
        <circle className="ring" r={size / 2 + 5} />
        <circle className="halo" r={size / 2 + 2} />
        <svg
          className={`shape ${cluster.state}`}
          x={-size / 2}
          y={-size / 2}
          width={size}
          height={size}
          viewBox="0 0 16 16"
        >
          {stateShapes[cluster.state]}
        </svg>
        {many && !labelled && (
          <text className="geo-count geo-label" x={size / 2 + 5} y={-size / 2 + 1}>
            {cluster.sites.length}
          </text>
        )}
      </g>
    </g>
  );
}
