import './bare-layout.css';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Mark } from '#console/frame/mark.tsx';
import { useT } from '#console/i18n.ts';
import { setPreference, usePreferences } from '#console/preferences.ts';

interface BareLayoutProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Where one stands, when there is more than one step. */
  readonly steps?: ReactNode;
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** A page for who is not signed in yet: one card, the language at its foot. */
export function BareLayout({ title, lead, steps, wide = false, children }: BareLayoutProps) {
  const t = useT();
  const { language } = usePreferences();
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
  return (
    <main className="bare" id="content">
      <div className={wide ? 'bare-box wide' : 'bare-box'}>
        <div className="bare-brand">
          <Mark size={26} />
          Vigie
          <span className="what">
            {t({ fr: 'exploitation et cybersécurité', en: 'operations and cybersecurity' })}
          </span>
        </div>
        <div className="card bare-card">
          {steps}
          <h1>{title}</h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
          {children}
        </div>
        <footer className="bare-foot">
          <span>
            {t({ fr: 'Toute connexion est journalisée.', en: 'Every sign-in is kept in the audit log.' })}
          </span>
          <button
            type="button"
            lang={language === 'fr' ? 'en' : 'fr'}
            onClick={() => setPreference('language', language === 'fr' ? 'en' : 'fr')}
          >
            {language === 'fr' ? 'English' : 'Français'}
          </button>
        </footer>
      </div>
    </main>
  );
}

/** The steps of a task, the present one marked. */
export function Steps({ labels, current }: { labels: readonly string[]; current: number }) {
  const t = useT();
  return (
    <ol className="bare-steps" aria-label={t({ fr: 'Étapes', en: 'Steps' })}>
      {labels.map((label, index) => (
        <li
          key={label}
          className={index < current ? 'done' : ''}
          {...(index === current ? { 'aria-current': 'step' as const } : {})}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}
