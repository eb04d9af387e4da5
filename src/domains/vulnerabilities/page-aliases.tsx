import './aliases.css';
import { Button } from '@mantine/core';
import { z } from 'zod';
import { useLanguage, useT } from '#console/i18n.ts';
import { formatPercent } from '#console/format.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { search } from '#platform/schemas.ts';
import { answerAlias, listAliases, proposeAliases } from './api-aliases.ts';
import type { NameAlias } from './api-aliases.ts';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';

const pageSize = 100;
const aliasesQuery = z.object({
  answered: z.literal('1').optional(),
  q: search.optional(),
  page: z.coerce.number().int().min(0).max(9999).default(0),
});

/** `/vulnerabilities/aliases`: under which names advisories speak of our products; a person answers once. */
export default function AliasesPage() {
  const t = useT();
  const [query, change] = useUrlQuery(aliasesQuery);
  const { answered, q, page } = query;
  const state = answered === undefined ? 'pending' : 'answered';
  const { data, error, refetch } = useContract(
    listAliases,
    { query: { state, ...(q ? { q } : {}), limit: pageSize, offset: page * pageSize } },
    { live: ['component'] },
  );
  return (
    <Page
      title={t({ fr: 'Noms de produits', en: 'Product names' })}
      chips={
        <>
          <FilterSearch
            label={t({ fr: 'Éditeur ou produit', en: 'Vendor or product' })}
            value={q ?? ''}
            onChange={(next) => change({ q: next, page: undefined })}
          />
          <FilterToggle
            label={t({ fr: 'Déjà répondu', en: 'Answered' })}
            on={answered !== undefined}
            {...(data === undefined ? {} : { count: data.answered })}
            onChange={(on) => change({ answered: on ? '1' : undefined, page: undefined })}
          />
        </>
      }
      actions={<ProposeButton />}
    >
      <VulnerabilitiesTabs current="/vulnerabilities/aliases" />
      <p className="muted">
        {t({
          fr: 'Les avis nomment parfois nos produits autrement que nos inventaires. Vigie ne devine pas : tant que vous n’avez pas répondu, aucun avis n’est rapproché par ces noms.',
          en: 'Advisories sometimes name our products otherwise than our inventories do. Vigie does not guess: until you answer, no advisory is matched by these names.',
        })}
      </p>
      {data === undefined &&
        (error === null ? <Loading rows={6} /> : <ErrorState error={error} onRetry={() => void refetch()} />)}
      {data?.items.length === 0 && <NoAlias filtered={q !== undefined} state={state} />}
      {data !== undefined &&
        groups(data.items).map((group) => <AliasCard key={group[0]?.from} aliases={group} />)}
      <Pager
        page={page}
        size={pageSize}
        total={data?.total ?? 0}
        order="name"
        onChange={(next) => change({ page: next === 0 ? undefined : next })}
      />
    </Page>
  );
}

/** Proposals for one of our names stand together: often one of them is the one, sometimes several. */
function groups(items: readonly NameAlias[]): NameAlias[][] {
  const byName = new Map<string, NameAlias[]>();
  for (const item of items) byName.set(item.from, [...(byName.get(item.from) ?? []), item]);
  return [...byName.values()];
}

function ProposeButton() {
  const t = useT();
  const propose = useContractMutation(proposeAliases, {
    refresh: [listAliases],
    onDone: ({ proposed }) =>
      toast(
        {
          fr: proposed === 0 ? 'Rien de nouveau à rapprocher.' : `Nouvelles propositions : ${proposed}.`,
          en: proposed === 0 ? 'Nothing new to bring together.' : `New proposals: ${proposed}.`,
        },
        { state: 'ok' },
      ),
  });
  return (
    <Button loading={propose.isPending} onClick={() => propose.mutate({})}>
      {t({ fr: 'Chercher maintenant', en: 'Look now' })}
    </Button>
  );
}

function NoAlias({ filtered, state }: { filtered: boolean; state: 'pending' | 'answered' }) {
  const t = useT();
  if (filtered)
    return (
      <Empty title={t({ fr: 'Aucun nom ne répond à cette recherche', en: 'No name matches this search' })} />
    );
  if (state === 'answered')
    return <Empty title={t({ fr: 'Aucune réponse pour l’instant', en: 'No answer yet' })} />;
  return (
    <Empty
      mark={<StateShape state="ok" />}
      title={t({ fr: 'Aucun nom à rapprocher', en: 'No name to bring together' })}
    >
      {t({
        fr: 'Vigie cherche chaque heure si un produit du parc, inconnu des avis sous son nom, ressemble à un nom qu’ils emploient.',
        en: 'Each hour Vigie looks whether a product of the estate, unknown to advisories under its name, resembles a name they use.',
      })}
    </Empty>
  );
}

function AliasCard({ aliases }: { aliases: readonly NameAlias[] }) {
  const t = useT();
  const [first] = aliases;
  const answer = useContractMutation(answerAlias, {
    refresh: [listAliases],
    onDone: () => toast({ fr: 'Réponse enregistrée.', en: 'Answer kept.' }, { state: 'ok' }),
  });
  if (first === undefined) return null;
  const { component, assets } = first;
  return (
    <article className="card padded alias-card">
      <header>
        <h2>
          {component === null ? (
            first.from
          ) : (
            <Link href={`/software/${component.id}`}>
              {[component.vendor, component.name, component.version].filter(Boolean).join(' ')}
            </Link>
          )}
        </h2>
        <span className="muted">
          {assets === 0
            ? t({ fr: 'plus sur aucun actif', en: 'on no asset any more' })
            : t(
                { fr: 'sur {count} actif|sur {count} actifs', en: 'on {count} asset|on {count} assets' },
                { count: assets },
              )}
        </span>
      </header>
      {answer.error !== null && (
        <div role="alert">
          <Band state="down">{t(answer.error.text)}</Band>
        </div>
      )}
      <ul>
        {aliases.map((alias) => (
          <AliasLine
            key={alias.id}
            alias={alias}
            busy={answer.isPending}
            onAnswer={(word) => answer.mutate({ params: { id: String(alias.id) }, body: { answer: word } })}
          />
        ))}
      </ul>
    </article>
  );
}

interface AliasLineProps {
  readonly alias: NameAlias;
  readonly busy: boolean;
  readonly onAnswer: (answer: 'accepted' | 'refused') => void;
}

function AliasLine({ alias, busy, onAnswer }: AliasLineProps) {
  const t = useT();
  const language = useLanguage();
  const name = spokenName(alias.to);
  return (
    <li className="alias-line">
      <div>
        <p>
          {t({ fr: 'Les avis disent', en: 'Advisories say' })} <strong>{name}</strong>{' '}
          <span className="muted">
            {t(
              {
                fr: '· {count} vulnérabilité connue|· {count} vulnérabilités connues',
                en: '· {count} vulnerability known|· {count} vulnerabilities known',
              },
              { count: alias.vulnerabilities },
            )}
          </span>
        </p>
        <p className="muted">
          {formatPercent(alias.score, language, 0)} · {t(alias.reason)}
        </p>
        <Answered alias={alias} />
      </div>
      <div className="row wrap">
        {alias.answer !== 'accepted' && (
          <Button
            loading={busy}
            aria-label={t({ fr: 'C’est le même que {name}', en: 'It is the same as {name}' }, { name })}
            onClick={() => onAnswer('accepted')}
          >
            {t({ fr: 'C’est le même', en: 'It is the same' })}
          </Button>
        )}
        {alias.answer !== 'refused' && (
          <Button
            variant="subtle"
            loading={busy}
            aria-label={t({ fr: 'Ce n’est pas {name}', en: 'It is not {name}' }, { name })}
            onClick={() => onAnswer('refused')}
          >
            {t({ fr: 'Ce n’est pas lui', en: 'It is not' })}
          </Button>
        )}
      </div>
    </li>
  );
}

function Answered({ alias }: { alias: NameAlias }) {
  const t = useT();
  if (alias.answer === null) return null;
  return (
    <p>
      {alias.answer === 'accepted'
        ? t({ fr: 'Accepté', en: 'Accepted' })
        : t({ fr: 'Refusé', en: 'Refused' })}{' '}
      {t({ fr: 'par {name}', en: 'by {name}' }, { name: alias.answeredBy ?? '' })} ·{' '}
      <Time at={alias.answeredAt} />
    </p>
  );
}

/** `glpi-project:glpi` as people say it: « glpi-project · glpi ». */
function spokenName(name: string): string {
  return name.replaceAll('_', ' ').replace(':', ' · ');
}
