import './page.css';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { HeaderTools } from '#console/frame/header-tools.tsx';
import { Link } from './link.tsx';

export interface PageProps {
  readonly title: string;
  /** Above the title in the tree: « Services / Immatriculation ». */
  readonly crumb?: { readonly label: string; readonly href: string };
  /** Before the title: a state shape. */
  readonly mark?: ReactNode;
  /** Filters as chips, in the header line. */
  readonly chips?: ReactNode;
  /** One primary action at most, then quiet ones. */
  readonly actions?: ReactNode;
  /** `<SidePanel>` when an object is open. */
  readonly panel?: ReactNode;
  /** Content without padding, for a table or a map that fills the page. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** The one layout of a page. */
export function Page({ title, crumb, mark, chips, actions, panel, flush = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
  return (
    <main className="page">
      <header className="page-header">
        <div className="page-title">
          {crumb && (
            <Link className="crumb" href={crumb.href}>
              {crumb.label}
            </Link>
          )}
          {mark}
          <h1 className="clip">{title}</h1>
        </div>
        <div className="page-chips">{chips}</div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
        <HeaderTools />
      </header>
      <div className="page-body">
        <div className={flush ? 'page-content flush' : 'page-content'} id="content" tabIndex={0}>
          {flush ? children : <div className="column">{children}</div>}
        </div>
        {panel}
      </div>
    </main>
  );
}

export interface SectionProps {
  readonly title: string;
  /** Beside the title; opens nothing by itself. */
  readonly count?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, count, actions, children }: SectionProps) {
  return (
    <section className="section">
      <header>
        <h2>{title}</h2>
        {count !== undefined && <span className="count">{count}</span>}
        {actions !== undefined && <div className="section-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** Name and value pairs, aligned. */
export function Facts({ items }: { items: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map((item) => (
        <FactPair key={item.name} name={item.name} value={item.value} />
      ))}
    </dl>
  );
}

function FactPair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
