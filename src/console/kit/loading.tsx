import './loading.css';
import { useT } from '#console/i18n.ts';
import { Page } from './page.tsx';

const widths = ['38%', '52%', '44%', '60%', '35%', '48%'];

/** Rows in waiting, at the height of the real ones so that nothing jumps. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useT();
  return (
    <div className="bones" role="status" aria-label={t({ fr: 'Chargement', en: 'Loading' })}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="bone-row">
          <div className="bone" style={{ width: 14 }} />
          <div className="bone" style={{ width: widths[index % widths.length] }} />
          <div className="bone" style={{ width: '12%', marginLeft: 'auto' }} />
        </div>
      ))}
    </div>
  );
}

/** A whole page in waiting. */
export function LoadingPage() {
  const t = useT();
  return (
    <Page title={t({ fr: 'Chargement…', en: 'Loading…' })}>
      <div className="card">
        <Loading rows={8} />
      </div>
    </Page>
  );
}
