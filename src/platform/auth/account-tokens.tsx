import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import { useState } from 'react';
import type { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Section } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { rightTexts } from '#platform/rights.ts';
import { listTokens, revokeToken } from './api.ts';
import type { Me, tokenItem } from './api.ts';
import { CreateToken } from './create-token.tsx';

type TokenItem = z.output<typeof tokenItem>;

/** One's API tokens: made here, shown once, revoked here. */
export function AccountTokens({ me }: { me: Me }) {
  const t = useT();
  const [creating, setCreating] = useState(false);
  const { data, error, refetch } = useContract(listTokens, {}, { live: ['account'] });
  const end = useContractMutation(revokeToken, { refresh: [listTokens] });
  const revoke = async (rows: readonly TokenItem[]): Promise<void> => {
    const yes = await confirm({
      title: t({ fr: 'Révoquer ces jetons ?', en: 'Revoke these tokens?' }),
      body: t({
        fr: 'Les programmes qui s’en servent seront refusés aussitôt.',
        en: 'The programs that use them will be refused at once.',
      }),
      cuts: rows.map((row) => ({ name: row.name })),
      action: t({ fr: 'Révoquer', en: 'Revoke' }),
    });
    if (!yes) return;
    const ends = await Promise.allSettled(rows.map((row) => end.mutateAsync({ params: { id: row.id } })));
    const failed = ends.find((one) => one.status === 'rejected');
    if (failed === undefined) toast({ fr: 'Jetons révoqués.', en: 'Tokens revoked.' });
    else toastProblem(failed.reason);
  };
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t({ fr: 'Créer un jeton', en: 'Create a token' })}
    </Button>
  );
  return (
    <Section title={t({ fr: 'Jetons d’API', en: 'API tokens' })} actions={add}>
      <Table
        label={t({ fr: 'Jetons d’API', en: 'API tokens' })}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        keyboard={false}
        empty={
          <Empty title={t({ fr: 'Aucun jeton', en: 'No token' })}>
            {t({
              fr: 'Un jeton permet à un programme d’appeler l’API en votre nom, avec une partie de vos droits et jusqu’à une date.',
              en: 'A token lets a program call the API in your name, with some of your rights and until a date.',
            })}
          </Empty>
        }
        actions={[
          {
            id: 'revoke',
            label: t({ fr: 'Révoquer', en: 'Revoke' }),
            icon: <IconTrash size={16} />,
            when: (row) => row.revokedAt === null,
            run: (rows) => void revoke(rows),
          },
        ]}
      />
      <CreateToken me={me} opened={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}

function useColumns(): Column<TokenItem>[] {
  const t = useT();
  return [
    { id: 'name', title: t({ fr: 'Nom', en: 'Name' }), primary: true, grow: 2, cell: (row) => row.name },
    {
      id: 'rights',
      title: t({ fr: 'Droits', en: 'Rights' }),
      grow: 3,
      wideOnly: true,
      cell: (row) => row.rights.map((right) => t(rightTexts[right])).join(', '),
    },
    {
      id: 'used',
      title: t({ fr: 'Dernier usage', en: 'Last used' }),
      width: 130,
      cell: (row) =>
        row.lastUsedAt === null ? t({ fr: 'jamais', en: 'never' }) : <Time at={row.lastUsedAt} />,
    },
    {
      id: 'expires',
      title: t({ fr: 'Validité', en: 'Validity' }),
      width: 190,
      card: true,
      cell: (row) => <Validity row={row} />,
    },
  ];
}

function Validity({ row }: { row: TokenItem }) {
  const t = useT();
  if (row.revokedAt !== null) {
    return (
      <span className="muted">
        {t({ fr: 'révoqué', en: 'revoked' })} <Time at={row.revokedAt} />
      </span>
    );
  }
  return (
    <span>
      {t({ fr: 'jusqu’au', en: 'until' })} <Time at={row.expiresAt} mode="exact" />
    </span>
  );
}
