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

const bow = 0.08;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A slight bow, so that two links between neighbours do not lie on each other. */
function bend(from: Point, to: Point): Point {
  return { x: (from.x + to.x) / 2 + (to.y - from.y) * bow, y: (from.y + to.y) / 2 - (to.x - from.x) * bow };
}

function curve(from: Point, to: Point): string {
  const middle = bend(from, to);
  return `M${from.x} ${from.y}Q${middle.x} ${middle.y} ${to.x} ${to.y}`;
}

const samples = 16;

/** Points along the hurt links that labels had better leave free. */
export function linkObstacles(links: readonly GeoLink[], sites: readonly ScreenSite[]): Point[] {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return links.flatMap((link) => {
    const from = byId.get(link.from);
    const to = byId.get(link.to);
    if (link.state === 'ok' || from === undefined || to === undefined) return [];
    const middle = bend(from, to);
    return Array.from({ length: samples - 1 }, (_, index) => {
      const t = (index + 1) / samples;
      const u = 1 - t;
      return {
        x: u * u * from.x + 2 * u * t * middle.x + t * t * to.x,
        y: u * u * from.y + 2 * u * t * middle.y + t * t * to.y,
      };
    });
  });
}
