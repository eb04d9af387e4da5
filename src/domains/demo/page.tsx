import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page, Section } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { readDemo } from './api.ts';

/** `/demo`: load the demonstration, play its scenarios, remove it. */
export default function DemoPage() {
  const t = useT();
  const { data, error, refetch } = useContract(readDemo, {}, { live: ['demo'] });
  return (
    <Page title={t({ fr: 'Démonstration', en: 'Demonstration' })}>
      {data !== undefined ? (
        data.scenarios.map((scenario) => (
          <Section key={scenario.id} title={t(scenario.title)}>
            <p>{t(scenario.story)}</p>
          </Section>
        ))
      ) : error === null ? (
        <Loading rows={4} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}
