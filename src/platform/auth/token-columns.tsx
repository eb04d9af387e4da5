import type { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Link } from '#console/kit/link.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { rightTexts } from '#platform/rights.ts';
import { listAllTokens, revokeToken } from './api.ts';
import type { tokenItem } from './api.ts';

type TokenItem = z.output<typeof tokenItem>;

export function isValid(token: TokenItem, now: number): boolean {
  return token.revokedAt === null && Date.parse(token.expiresAt) > now;
}

/** Asks, by name, then revokes. */
export function useRevokeTokens(): (rows: readonly TokenItem[]) => Promise<void> {
  const t = useT();
  const end = useContractMutation(revokeToken, { refresh: [listAllTokens] });
  return async (rows) => {
    const yes = await confirm({
      title: t({ fr: 'Révoquer ces jetons ?', en: 'Revoke these tokens?' }),
      body: t({
        fr: 'Les programmes qui s’en servent seront refusés aussitôt.',
        en: 'The programs that use them will be refused at once.',
      }),
      cuts: rows.map((row) => ({ name: row.name, note: row.accountName })),
      action: t({ fr: 'Révoquer', en: 'Revoke' }),
    });
    if (!yes) return;
    const ends = await Promise.allSettled(rows.map((row) => end.mutateAsync({ params: { id: row.id } })));
    const failed = ends.find((one) => one.status === 'rejected');
    if (failed === undefined) toast({ fr: 'Jetons révoqués.', en: 'Tokens revoked.' });
    else toastProblem(failed.reason);
  };
}

export function useTokenColumns(now: number): Column<TokenItem>[] {
  const t = useT();
  const rights = (row: TokenItem): string => row.rights.map((right) => t(rightTexts[right])).join(', ');
  return [
    {
      id: 'name',
      title: t({ fr: 'Jeton', en: 'Token' }),
      primary: true,
      grow: 2,
      cell: (row) => <span className={isValid(row, now) ? '' : 'muted'}>{row.name}</span>,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      id: 'account',
      title: t({ fr: 'Au nom de', en: 'In the name of' }),
      grow: 2,
      cell: (row) => (
        <Link className="quiet-link" href={`/people?open=${row.accountId}`}>
          {row.accountName}
        </Link>
      ),
      sort: (row) => row.accountName,
      csv: (row) => row.accountName,
    },
    {
      id: 'rights',
      title: t({ fr: 'Droits', en: 'Rights' }),
      grow: 3,
      card: true,
      cell: (row) => <span title={rights(row)}>{rights(row)}</span>,
      csv: rights,
    },
    {
      id: 'used',
      title: t({ fr: 'Dernier usage', en: 'Last used' }),
      width: 130,
      cell: (row) =>
        row.lastUsedAt === null ? (
          <span className="muted">{t({ fr: 'jamais', en: 'never' })}</span>
        ) : (
          <Time at={row.lastUsedAt} />
        ),
      sort: (row) => row.lastUsedAt,
      csv: (row) => row.lastUsedAt,
    },
    {
      id: 'validity',
      title: t({ fr: 'Validité', en: 'Validity' }),
      width: 200,
      card: true,
      cell: (row) => <Validity token={row} now={now} />,
      sort: (row) => row.revokedAt ?? row.expiresAt,
      csv: (row) => row.revokedAt ?? row.expiresAt,
    },
  ];
}

function Validity({ token, now }: { token: TokenItem; now: number }) {
  const t = useT();
  if (token.revokedAt !== null) {
    return (
      <span className="muted">
        {t({ fr: 'révoqué', en: 'revoked' })} <Time at={token.revokedAt} />
      </span>
    );
  }
  if (!isValid(token, now)) {
    return (
      <span className="muted">
        {t({ fr: 'expiré', en: 'expired' })} <Time at={token.expiresAt} />
      </span>
    );
  }
  return (
    <span>
      {t({ fr: 'jusqu’au', en: 'until' })} <Time at={token.expiresAt} mode="exact" />
    </span>
  );
}
