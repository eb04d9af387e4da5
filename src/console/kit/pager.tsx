import './pager.css';
import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';

export interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onChange: (page: number) => void;
  /** How the list is ordered: the latest first (default), or by name. */
  readonly order?: 'time' | 'name';
}

/** Under what shows a part of a long list. Nothing when all of it is there. */
export function Pager({ page, size, total, onChange, order = 'time' }: PagerProps) {
  const t = useT();
  if (total <= size && page === 0) return null;
  const first = page * size + 1;
  const last = Math.min(total, (page + 1) * size);
  return (
    <nav className="pager" aria-label={t({ fr: 'Pages de la liste', en: 'Pages of the list' })}>
      <span className="num">
        {t(
          { fr: '{first} à {last} sur {total}', en: '{first} to {last} of {total}' },
          { first, last, total },
        )}
      </span>
      <Button size="compact-xs" disabled={page === 0} onClick={() => onChange(page - 1)}>
        {order === 'time' ? t({ fr: 'Plus récentes', en: 'Later' }) : t({ fr: 'Précédents', en: 'Previous' })}
      </Button>
      <Button size="compact-xs" disabled={last >= total} onClick={() => onChange(page + 1)}>
        {order === 'time' ? t({ fr: 'Plus anciennes', en: 'Earlier' }) : t({ fr: 'Suivants', en: 'Next' })}
      </Button>
    </nav>
  );
}
