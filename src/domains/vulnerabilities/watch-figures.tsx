import './vulnerability.css';
import type { ReactNode } from 'react';
import { formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { StateShape, SecurityShape } from '#console/kit/state-badge.tsx';
import { Band } from '#console/kit/error.tsx';
import { Time } from '#console/kit/time.tsx';
import type { Watch } from './api-watch.ts';

/** What there is to know before reading the list: each figure opens its part of it. */
export function WatchFigures({ watch }: { watch: Watch }) {
  const t = useT();
  const { feeds, inventory } = watch;
  const doubtful = feeds.feeds.filter((feed) => feed.doubtful).length;
  const empty = feeds.state === 'none' || inventory.components === 0;
  return (
    <div className="stack" style={{ gap: 12 }}>
      <ul className="figures" aria-label={t({ fr: 'Où en est la veille', en: 'How the watch stands' })}>
        <Figure
          count={empty ? null : watch.exploited}
          label={t({ fr: 'exploitées chez nous', en: 'exploited on our estate' })}
          href="/vulnerabilities?view=ours&exploited=1"
          mark={watch.exploited > 0 ? <StateShape state="down" /> : null}
        />
        <Figure
          count={empty ? null : watch.affected}
          label={t({ fr: 'nous touchent', en: 'affect us' })}
          href="/vulnerabilities?view=ours&status=affected"
          mark={watch.affected > 0 ? <SecurityShape level="exposed" /> : null}
          note={t(
            { fr: '{count} composant|{count} composants', en: '{count} component|{count} components' },
            { count: watch.affectedComponents },
          )}
        />
        <Figure
          count={empty ? null : watch.toConfirm}
          label={t({ fr: 'à confirmer', en: 'to confirm' })}
          href="/vulnerabilities?view=ours&status=to-confirm"
          mark={watch.toConfirm > 0 ? <StateShape state="unknown" /> : null}
        />
        <Figure
          count={watch.decided}
          label={t({ fr: 'mises de côté', en: 'put aside' })}
          href="/vulnerabilities?view=ours&status=decided"
          mark={watch.decided > 0 ? <StateShape state="planned" /> : null}
        />
        <Figure
          count={feeds.state === 'none' ? null : doubtful}
          label={t({ fr: 'flux en retard', en: 'stale feeds' })}
          href="/vulnerabilities/feeds"
          mark={doubtful > 0 || feeds.state === 'none' ? <StateShape state="unknown" /> : null}
          note={t({ fr: 'sur {count}', en: 'of {count}' }, { count: feeds.feeds.length })}
        />
        <Figure
          count={inventory.assetsWithout}
          label={t({ fr: 'machines sans inventaire', en: 'machines without an inventory' })}
          href="/software"
          mark={inventory.assetsWithout > 0 ? <StateShape state="unknown" /> : null}
          {...(inventory.lastReadAt === null ? {} : { note: <Time at={inventory.lastReadAt} /> })}
        />
      </ul>
      {feeds.sentence !== null && (
        <Band
          state="unknown"
          action={
            <Link href="/vulnerabilities/feeds" className="link">
              {t({ fr: 'Voir les flux', en: 'See the feeds' })}
            </Link>
          }
        >
          {t(feeds.sentence)}
        </Band>
      )}
    </div>
  );
}

interface FigureProps {
  /** Null: nobody can know yet. */
  readonly count: number | null;
  readonly label: string;
  readonly href: string;
  readonly mark: ReactNode;
  readonly note?: ReactNode;
}

function Figure({ count, label, href, mark, note }: FigureProps) {
  const t = useT();
  const language = useLanguage();
  return (
    <li>
      <Link href={href} className="figure">
        <span className="figure-count num">
          {mark}
          {count === null ? (
            <span className="figure-unknown">
              {mark === null && <StateShape state="unknown" />}
              {t({ fr: 'inconnu', en: 'unknown' })}
            </span>
          ) : (
            formatNumber(count, language)
          )}
        </span>
        <span className="figure-label">{label}</span>
        {note !== undefined && <span className="figure-note muted">{note}</span>}
      </Link>
    </li>
  );
}
