import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useMemo } from 'react';
import { z } from 'zod';
import { useNow } from '#console/clock.ts';
import { matchWords } from '#console/frame/match-words.ts';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { Page } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import { useSession } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, search } from '#platform/schemas.ts';
import { listAllTokens } from './api.ts';
import { CreateToken } from './create-token.tsx';
import { isValid, useRevokeTokens, useTokenColumns } from './token-columns.tsx';

const tokensQuery = z.object({ q: search.optional(), all: flag.optional(), new: flag.optional() });
const mostShown = 1000;

/** `/tokens`: the programs that may call the API, and in whose name. */
export default function TokensPage() {
  const t = useT();
  const me = useSession();
  const now = useNow(60);
  const [query, change] = useUrlQuery(tokensQuery);
  const q = query.q ?? '';
  const { data, error, refetch } = useContract(
    listAllTokens,
    { query: { limit: mostShown } },
    { live: ['account'] },
  );
  const rows = useMemo(
    () =>
      data?.items.filter(
        (row) => (query.all === true || isValid(row, now)) && matchWords(`${row.name} ${row.accountName}`, q),
      ),
    [data, query.all, now, q],
  );
  const past = data?.items.filter((row) => !isValid(row, now)).length ?? 0;
  const revoke = useRevokeTokens();
  const title = t({ fr: 'Jetons d’API', en: 'API tokens' });
  return (
    <Page
      title={title}
      flush
      chips={<TokenFilters query={query} change={change} past={past} />}
      actions={
        <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => change({ new: '1' })}>
          {t({ fr: 'Créer un jeton', en: 'Create a token' })}
        </Button>
      }
    >
      <Table
        label={title}
        columns={useTokenColumns(now)}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        listKey={`${q} ${query.all === true}`}
        exportName={t({ fr: 'jetons', en: 'tokens' })}
        partial={
          data !== undefined && data.total > data.items.length
            ? t(
                {
                  fr: 'Les {count} derniers jetons sont affichés.',
                  en: 'The last {count} tokens are shown.',
                },
                { count: data.items.length },
              )
            : null
        }
        actions={[
          {
            id: 'revoke',
            label: t({ fr: 'Révoquer', en: 'Revoke' }),
            icon: <IconTrash size={16} />,
            when: (row) => isValid(row, now),
            run: (picked) => void revoke(picked),
          },
        ]}
        empty={<NoToken filtered={q !== ''} />}
        fill
      />
      {me !== null && (
        <CreateToken me={me} opened={query.new === true} onClose={() => change({ new: undefined })} />
      )}
    </Page>
  );
}

function NoToken({ filtered }: { filtered: boolean }) {
  const t = useT();
  if (filtered) return <Empty title={t({ fr: 'Aucun jeton ne répond', en: 'No token matches' })} />;
  return (
    <Empty title={t({ fr: 'Aucun jeton valable', en: 'No valid token' })}>
      {t({
        fr: 'Un jeton permet à un programme d’appeler l’API au nom d’un compte, avec une partie de ses droits et jusqu’à une date.',
        en: 'A token lets a program call the API in the name of an account, with some of its rights and until a date.',
      })}
    </Empty>
  );
}

interface TokenFiltersProps {
  readonly query: z.output<typeof tokensQuery>;
  readonly change: (change: Partial<z.input<typeof tokensQuery>>) => void;
  /** How many no longer open anything. */
  readonly past: number;
}

function TokenFilters({ query, change, past }: TokenFiltersProps) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les jetons', en: 'Filter tokens' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterToggle
        label={t({ fr: 'Expirés et révoqués', en: 'Expired and revoked' })}
        on={query.all === true}
        count={past}
        onChange={(on) => change({ all: on ? '1' : undefined })}
      />
    </>
  );
}
