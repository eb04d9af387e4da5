import { useT } from '#console/i18n.ts';
import type { ScreenSite } from './geo-drawing.tsx';
import type { GeoLink } from './geo-map.tsx';
import { stateTexts } from './state.ts';

interface GeoLinksProps {
  readonly links: readonly GeoLink[];
  readonly sites: readonly ScreenSite[];
  readonly onOpen?: (linkId: string) => void;
}

/** Links between sites: a thin line, or the ink of what is wrong with them. */
export function GeoLinks({ links, sites, onOpen }: GeoLinksProps) {
  const t = useT();
  const byId = new Map(sites.map((site) => [site.id, site]));
  // The hurt ones last, so that they lie on top.
  const sorted = links.toSorted((a, b) => Number(a.state !== 'ok') - Number(b.state !== 'ok'));
  return (
    <g>
      {sorted.map((link) => {
        const from = byId.get(link.from);
        const to = byId.get(link.to);
        if (from === undefined || to === undefined) return null;
        const hurt = link.state !== 'ok';
        const text = `${link.name} · ${t(stateTexts[link.state])}`;
        return (
          <g
            key={link.id}
            className={hurt ? `ink-${link.state}` : ''}
            {...(hurt && onOpen !== undefined
              ? {
                  role: 'button',
                  tabIndex: 0,
                  'aria-label': text,
                  style: { cursor: 'pointer' },
                  onClick: () => onOpen(link.id),
                  onKeyDown: (event: React.KeyboardEvent) => {
                    if (event.key === 'Enter') onOpen(link.id);
                  },
                }
              : { 'aria-hidden': !hurt })}
          >
            <title>{text}</title>
            <path className={hurt ? `geo-link hurt ${link.state}` : 'geo-link'} d={curve(from, to)} />
            {hurt && <path d={curve(from, to)} fill="none" stroke="transparent" strokeWidth={14} />}
          </g>
        );
      })}
    </g>
  );
}

/** A slight bow, so that two links between neighbours do not lie on each other. */
function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const mx = (from.x + to.x) / 2;
  const my = (from.y + to.y) / 2;
  const bow = 0.08;
  return `M${from.x} ${from.y}Q${mx + (to.y - from.y) * bow} ${my - (to.x - from.x) * bow} ${to.x} ${to.y}`;
}
