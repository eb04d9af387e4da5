import './vulnerabilities-tabs.css';
import '#console/kit/tabs.css';
import { useEffect, useRef } from 'react';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';

const tabs = {
  '/vulnerabilities': { fr: 'Veille', en: 'Watch' },
  '/vulnerabilities/remediation': { fr: 'Corrections', en: 'Remediation' },
  '/vulnerabilities/decisions': { fr: 'Décisions', en: 'Decisions' },
  '/vulnerabilities/subscriptions': { fr: 'Abonnements', en: 'Subscriptions' },
  '/vulnerabilities/bulletin': { fr: 'Bulletin', en: 'Bulletin' },
  '/vulnerabilities/feeds': { fr: 'Flux', en: 'Feeds' },
  '/vulnerabilities/aliases': { fr: 'Noms', en: 'Names' },
  '/vulnerabilities/policy': { fr: 'Échéances', en: 'Deadlines' },
} as const satisfies Readonly<Record<string, Text>>;

/** The pages of the watch beside one another: the first thing inside each of them. */
export function VulnerabilitiesTabs({ current }: { current: keyof typeof tabs }) {
  const t = useT();
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is longer than the screen: the present page is in sight.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current !== null && tab != null) bar.current.scrollLeft = tab.offsetLeft - 40;
  }, [current]);
  return (
    <nav
      ref={bar}
      className="tabs vulnerabilities-tabs"
      aria-label={t({ fr: 'Veille des vulnérabilités', en: 'Vulnerability watch' })}
    >
      {Object.entries(tabs).map(([href, text]) => (
        <Link
          key={href}
          href={href}
          className="tab"
          {...(href === current ? { 'aria-current': 'page' } : {})}
        >
          {t(text)}
        </Link>
      ))}
    </nav>
  );
}
