import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Section } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { assetsText } from '#map/finding-words.tsx';
import { suggestSubscriptions } from './api-subscriptions.ts';
import { useSubscribe } from './subscribe-form.tsx';

/** Vendors of what is on the map: one click follows them. */
export function SubscriptionSuggestions() {
  const t = useT();
  const { data } = useContract(suggestSubscriptions, {}, { live: ['component'] });
  const { subscribe, busy } = useSubscribe();
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title={t({ fr: 'Éditeurs de notre parc', en: 'Vendors of our estate' })}
      count={items.length}
      actions={
        items.length > 1 && (
          <Button
            size="compact-sm"
            loading={busy}
            onClick={() => void subscribe(items.map(({ kind, value }) => ({ kind, value })))}
          >
            {t({ fr: 'Tout suivre', en: 'Follow all' })}
          </Button>
        )
      }
    >
      <ul className="suggestions card">
        {items.map((one) => (
          <li key={`${one.kind} ${one.value}`}>
            <span className="clip">
              <strong>{one.value}</strong>{' '}
              <span className="muted" title={one.products.join('\n')}>
                {one.products.join(', ')}
              </span>
            </span>
            <span className="muted num">{t(assetsText, { count: one.assets })}</span>
            <Button
              size="compact-xs"
              disabled={busy}
              aria-label={t({ fr: 'Suivre {value}', en: 'Follow {value}' }, { value: one.value })}
              onClick={() => void subscribe([{ kind: one.kind, value: one.value }])}
            >
              {t({ fr: 'Suivre', en: 'Follow' })}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
