import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { rightTexts } from '#platform/rights.ts';
import type { Right } from '#platform/rights.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const t = useT();
  const go = useGo();
  return (
    <Page title={t({ fr: 'Page introuvable', en: 'Page not found' })}>
      <Empty
        title={t({ fr: 'Cette adresse ne mène nulle part', en: 'This address leads nowhere' })}
        actions={
          <Button onClick={() => go('/')}>{t({ fr: 'Revenir à l’accueil', en: 'Back to home' })}</Button>
        }
      >
        {t({
          fr: 'L’objet a peut-être été retiré, ou le lien a été coupé en route. La recherche (⌘K) retrouve tout ce qui porte un nom.',
          en: 'The object may have been removed, or the link was cut on its way. Search (⌘K) finds everything that has a name.',
        })}
      </Empty>
    </Page>
  );
}

/** A page that this person's role does not open. */
export function NoRightPage({ right }: { right: Right }) {
  const t = useT();
  const go = useGo();
  return (
    <Page title={t({ fr: 'Accès réservé', en: 'Reserved access' })}>
      <Empty
        mark={<StateShape state="planned" />}
        title={t({ fr: 'Vous n’avez pas le droit de voir ceci', en: 'You have no right to see this' })}
        actions={
          <Button onClick={() => go('/')}>{t({ fr: 'Revenir à l’accueil', en: 'Back to home' })}</Button>
        }
      >
        {t(
          {
            fr: 'Votre rôle ne donne pas le droit « {right} ». Demandez-le à un administrateur.',
            en: 'Your role does not give the right “{right}”. Ask an administrator for it.',
          },
          { right: t(rightTexts[right]) },
        )}
      </Empty>
    </Page>
  );
}

/** A page whose code failed; the rest of the console still works. */
export function ErrorPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT();
  return (
    <Page title={t({ fr: 'Affichage impossible', en: 'Cannot be shown' })}>
      <ErrorState error={error} onRetry={onRetry} />
    </Page>
  );
}
