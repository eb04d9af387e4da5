import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { useState } from 'react';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip, FilterSearch } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { useNow } from '#console/clock.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, search, uuid } from '#platform/schemas.ts';
import { AccountDialog } from './account-dialog.tsx';
import { AccountPanel } from './account-panel.tsx';
import { AccountStatusMark, grantWords, statusOf, statusText } from './account-words.tsx';
import { listAccounts } from './api-accounts.ts';
import type { AccountItem } from './api-accounts.ts';
import { useOrganisations } from './grants-field.tsx';
import { LinkOnce } from './link-once.tsx';
import type { PasswordLink } from './link-once.tsx';
import { useAccountActions } from './use-account-actions.tsx';

const accountsQuery = z.object({
  q: search.optional(),
  state: z.enum(['service', 'disabled']).optional(),
  open: uuid.optional(),
  new: flag.optional(),
  edit: flag.optional(),
});

const mostShown = 1000;

/** `/people`: the accounts of Vigie, their roles and their access. */
export default function AccountsPage() {
  const t = useT();
  const [query, change] = useUrlQuery(accountsQuery);
  const [link, setLink] = useState<PasswordLink | null>(null);
  const actions = useAccountActions(setLink);
  const { q, state } = query;
  const { data, error, refetch } = useContract(
    listAccounts,
    {
      query: {
        limit: mostShown,
        ...(q === undefined || q === '' ? {} : { q }),
        ...(state === undefined ? {} : { disabled: state === 'disabled' ? ('1' as const) : ('0' as const) }),
      },
    },
    { live: ['account'] },
  );
  const open = data?.items.find((account) => account.id === query.open);
  const title = t({ fr: 'Comptes', en: 'Accounts' });
  return (
    <Page
      title={title}
      flush
      chips={<AccountFilters query={query} change={change} />}
      actions={
        <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ new: '1' })}>
          {t({ fr: 'Créer un compte', en: 'Create an account' })}
        </Button>
      }
      {...(open === undefined
        ? {}
        : {
            panel: (
              <AccountPanel
                key={open.id}
                account={open}
                actions={actions}
                onEdit={() => change({ edit: '1' })}
                onClose={() => change({ open: undefined })}
              />
            ),
          })}
    >
      <Table
        label={title}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => change({ open: row.id })}
        openKey={query.open}
        total={data?.total ?? 0}
        listKey={`${q ?? ''} ${state ?? ''}`}
        exportName={t({ fr: 'comptes', en: 'accounts' })}
        empty={<Empty title={t({ fr: 'Aucun compte ne répond', en: 'No account matches' })} />}
        fill
      />
      <AccountDialog
        opened={query.new === true || (query.edit === true && open !== undefined)}
        account={query.new === true ? undefined : open}
        onLink={setLink}
        onClose={() => change({ new: undefined, edit: undefined })}
      />
      <LinkOnce link={link} onClose={() => setLink(null)} />
    </Page>
  );
}

interface AccountFiltersProps {
  readonly query: z.output<typeof accountsQuery>;
  readonly change: (change: Partial<z.input<typeof accountsQuery>>) => void;
}

function AccountFilters({ query, change }: AccountFiltersProps) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les comptes', en: 'Filter accounts' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'État', en: 'State' })}
        value={query.state}
        options={[
          { value: 'service' as const, label: t({ fr: 'En service', en: 'In service' }) },
          { value: 'disabled' as const, label: t({ fr: 'Désactivés', en: 'Disabled' }) },
        ]}
        onChange={(state) => change({ state })}
      />
    </>
  );
}

function useColumns(): Column<AccountItem>[] {
  const t = useT();
  const now = useNow(60);
  const organisations = useOrganisations();
  const words = (row: AccountItem): string => grantWords(row.grants, organisations, t);
  const second = (row: AccountItem): string =>
    row.hasAuthenticator ? t({ fr: 'oui', en: 'yes' }) : t({ fr: 'non', en: 'no' });
  return [
    {
      id: 'name',
      title: t({ fr: 'Nom', en: 'Name' }),
      primary: true,
      grow: 2,
      cell: (row) => row.displayName,
      sort: (row) => row.displayName,
      csv: (row) => row.displayName,
    },
    {
      id: 'login',
      title: t({ fr: 'Identifiant', en: 'Login' }),
      grow: 1,
      cell: (row) => row.login,
      sort: (row) => row.login,
      csv: (row) => row.login,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 190,
      card: true,
      cell: (row) => <AccountStatusMark account={row} />,
      sort: (row) => statusOf(row, now),
      csv: (row) => statusText(statusOf(row, now), t),
    },
    {
      id: 'roles',
      title: t({ fr: 'Rôles', en: 'Roles' }),
      grow: 3,
      card: true,
      cell: (row) => <span title={words(row)}>{words(row)}</span>,
      sort: words,
      csv: words,
    },
    {
      id: 'second',
      title: t({ fr: 'Second facteur', en: 'Second factor' }),
      width: 120,
      wideOnly: true,
      cell: second,
      sort: second,
      csv: second,
    },
    {
      id: 'signed',
      title: t({ fr: 'Dernière connexion', en: 'Last sign-in' }),
      width: 150,
      cell: (row) =>
        row.lastSignedInAt === null ? (
          <span className="muted">{t({ fr: 'jamais', en: 'never' })}</span>
        ) : (
          <Time at={row.lastSignedInAt} />
        ),
      sort: (row) => row.lastSignedInAt,
      csv: (row) => row.lastSignedInAt,
    },
  ];
}
