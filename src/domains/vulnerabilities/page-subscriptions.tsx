import './subscriptions.css';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { FilterChip } from '#console/kit/filters.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page, Section } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { z } from 'zod';
import { uuid } from '#platform/schemas.ts';
import { listSubscriptions } from './api-subscriptions.ts';
import { SubscribeForm } from './subscribe-form.tsx';
import { SubscriptionHits } from './subscription-hits.tsx';
import { SubscriptionList } from './subscription-list.tsx';
import { SubscriptionSuggestions } from './subscription-suggestions.tsx';
import { kindTexts } from './subscription-words.ts';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const subscriptionsQuery = z.object({
  of: uuid.optional(),
  page: z.coerce.number().int().min(0).max(9999).default(0),
});

/** `/vulnerabilities/subscriptions`: what one wants to hear of before any number exists, and what was heard. */
export default function SubscriptionsPage() {
  const t = useT();
  const [query, change] = useUrlQuery(subscriptionsQuery);
  const { data, error, refetch } = useContract(
    listSubscriptions,
    {},
    { live: ['vulnerability', 'bulletin'] },
  );
  const items = data?.items;
  return (
    <Page
      title={t({ fr: 'Abonnements', en: 'Subscriptions' })}
      chips={
        items !== undefined &&
        items.length > 0 && (
          <FilterChip
            label={t({ fr: 'Abonnement', en: 'Subscription' })}
            value={query.of}
            options={items.map((one) => ({
              value: one.id,
              label: `${one.value} · ${t(kindTexts[one.kind])}`,
              count: one.recent,
            }))}
            onChange={(of) => change({ of, page: undefined })}
          />
        )
      }
    >
      <VulnerabilitiesTabs current="/vulnerabilities/subscriptions" />
      {items === undefined ? (
        error === null ? (
          <Loading rows={8} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <div className="columns">
            <Section title={t({ fr: 'Suivre un sujet', en: 'Follow a subject' })}>
              <div className="card padded">
                <SubscribeForm />
              </div>
            </Section>
            <SubscriptionSuggestions />
          </div>
          <SubscriptionList
            items={items}
            chosen={query.of}
            onChoose={(of) => change({ of, page: undefined })}
          />
          {items.length > 0 && (
            <SubscriptionHits
              of={items.find(({ id }) => id === query.of)}
              page={query.page}
              onPage={(page) => change({ page: page === 0 ? undefined : page })}
            />
          )}
        </>
      )}
    </Page>
  );
}
