import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconReplace from '@tabler/icons-react/dist/esm/icons/IconReplace.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { FilterSearch } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column, RowAction } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, search, uuid } from '#platform/schemas.ts';
import { deleteSecret, listSecrets } from './api.ts';
import { SecretDialog } from './secret-dialog.tsx';
import type { Secret } from './secret-dialog.tsx';
import { secretKindText } from './secret-kinds.tsx';

const secretsQuery = z.object({ q: search.optional(), new: flag.optional(), replace: uuid.optional() });

/** `/secrets`: what Vigie is entrusted with and never shows. */
export default function SecretsPage() {
  const t = useT();
  const [query, change] = useUrlQuery(secretsQuery);
  const q = query.q ?? '';
  const { data, error, refetch } = useContract(
    listSecrets,
    { query: { limit: 1000, ...(q === '' ? {} : { q }) } },
    { live: ['audit'] },
  );
  const replaced = data?.items.find((secret) => secret.id === query.replace);
  const title = t({ fr: 'Secrets', en: 'Secrets' });
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ new: '1' })}>
      {t({ fr: 'Confier un secret', en: 'Entrust a secret' })}
    </Button>
  );
  return (
    <Page
      title={title}
      flush
      chips={
        <FilterSearch
          label={t({ fr: 'Filtrer les secrets', en: 'Filter secrets' })}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      }
      actions={add}
    >
      <Table
        label={title}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        total={data?.total ?? 0}
        listKey={q}
        exportName={t({ fr: 'secrets', en: 'secrets' })}
        actions={useActions((id) => change({ replace: id }))}
        empty={
          q === '' ? (
            <Empty title={t({ fr: 'Aucun secret', en: 'No secret' })} actions={add}>
              {t({
                fr: 'Mots de passe, clés et jetons dont les collecteurs ont besoin. Chaque valeur est chiffrée en entrant ; personne ne peut la relire, seulement la remplacer.',
                en: 'Passwords, keys and tokens that collectors need. Each value is encrypted on its way in; nobody can read it back, only replace it.',
              })}
            </Empty>
          ) : (
            <Empty title={t({ fr: 'Aucun secret ne répond', en: 'No secret matches' })} />
          )
        }
        fill
      />
      <SecretDialog
        opened={query.new === true || replaced !== undefined}
        secret={query.new === true ? undefined : replaced}
        onClose={() => change({ new: undefined, replace: undefined })}
      />
    </Page>
  );
}

function useActions(onReplace: (id: string) => void): RowAction<Secret>[] {
  const t = useT();
  const end = useContractMutation(deleteSecret, { refresh: [listSecrets] });
  const remove = async (rows: readonly Secret[]): Promise<void> => {
    const yes = await confirm({
      title: t(
        {
          fr: 'Supprimer ce secret ?|Supprimer ces {count} secrets ?',
          en: 'Delete this secret?|Delete these {count} secrets?',
        },
        { count: rows.length },
      ),
      body: t({
        fr: 'Ce qui s’en sert ne pourra plus se connecter. La valeur est perdue : Vigie ne peut pas la rendre.',
        en: 'What uses it will no longer be able to connect. The value is lost: Vigie cannot give it back.',
      }),
      cuts: rows.map((row) => ({
        name: row.name,
        ...(row.lastUsedFor === null ? {} : { note: row.lastUsedFor }),
      })),
      action: t({ fr: 'Supprimer', en: 'Delete' }),
    });
    if (!yes) return;
    const ends = await Promise.allSettled(rows.map((row) => end.mutateAsync({ params: { id: row.id } })));
    const failed = ends.find((one) => one.status === 'rejected');
    if (failed === undefined) toast({ fr: 'Secrets supprimés.', en: 'Secrets deleted.' });
    else toastProblem(failed.reason);
  };
  return [
    {
      id: 'replace',
      label: t({ fr: 'Remplacer', en: 'Replace' }),
      icon: <IconReplace size={16} />,
      keys: 'e',
      bulk: false,
      run: (rows) => rows[0] !== undefined && onReplace(rows[0].id),
    },
    {
      id: 'delete',
      label: t({ fr: 'Supprimer', en: 'Delete' }),
      icon: <IconTrash size={16} />,
      run: (rows) => void remove(rows),
    },
  ];
}

function useColumns(): Column<Secret>[] {
  const t = useT();
  return [
    {
      id: 'name',
      title: t({ fr: 'Secret', en: 'Secret' }),
      primary: true,
      grow: 3,
      cell: (row) => row.name,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'kind',
      title: t({ fr: 'Genre', en: 'Kind' }),
      grow: 2,
      card: true,
      cell: (row) => t(secretKindText(row.kind)),
      sort: (row) => t(secretKindText(row.kind)),
      csv: (row) => row.kind,
    },
    {
      id: 'changed',
      title: t({ fr: 'Valeur du', en: 'Value of' }),
      width: 130,
      card: true,
      cell: (row) => <Time at={row.rotatedAt ?? row.createdAt} />,
      sort: (row) => row.rotatedAt ?? row.createdAt,
      csv: (row) => row.rotatedAt ?? row.createdAt,
    },
    {
      id: 'by',
      title: t({ fr: 'Confié par', en: 'Entrusted by' }),
      grow: 2,
      wideOnly: true,
      cell: (row) => row.createdBy ?? <span className="muted">—</span>,
      sort: (row) => row.createdBy,
      csv: (row) => row.createdBy,
    },
    {
      id: 'used',
      title: t({ fr: 'Dernier usage', en: 'Last used' }),
      grow: 2,
      cell: (row) =>
        row.lastUsedAt === null ? (
          <span className="muted">{t({ fr: 'jamais', en: 'never' })}</span>
        ) : (
          <span>
            <Time at={row.lastUsedAt} /> {row.lastUsedFor !== null && `· ${row.lastUsedFor}`}
          </span>
        ),
      sort: (row) => row.lastUsedAt,
      csv: (row) => row.lastUsedAt,
    },
  ];
}
