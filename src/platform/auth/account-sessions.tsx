import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs';
import type { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Section } from '#console/kit/page.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContract, useContractMutation } from '#console/use-contract.ts';
import { listSessions, revokeSession } from './api.ts';
import type { sessionItem } from './api.ts';

type SessionItem = z.output<typeof sessionItem>;

/** Where one is signed in, with the means to end each. */
export function AccountSessions() {
  const t = useT();
  const { data, error, refetch } = useContract(listSessions, {}, { live: ['account'] });
  const end = useContractMutation(revokeSession, { refresh: [listSessions] });
  const close = async (rows: readonly SessionItem[]): Promise<void> => {
    const yes = await confirm({
      title: t({ fr: 'Fermer ces sessions ?', en: 'Close these sessions?' }),
      cuts: rows.map((row) => ({ name: browserOf(row.userAgent) ?? '—', note: row.ip ?? '' })),
      action: t({ fr: 'Fermer', en: 'Close' }),
    });
    if (!yes) return;
    const ends = await Promise.allSettled(rows.map((row) => end.mutateAsync({ params: { id: row.id } })));
    const failed = ends.find((one) => one.status === 'rejected');
    if (failed === undefined) toast({ fr: 'Sessions fermées.', en: 'Sessions closed.' });
    else toastProblem(failed.reason);
  };
  return (
    <Section title={t({ fr: 'Sessions ouvertes', en: 'Open sessions' })}>
      <Table
        label={t({ fr: 'Sessions ouvertes', en: 'Open sessions' })}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        actions={[
          {
            id: 'end',
            label: t({ fr: 'Fermer', en: 'Close' }),
            icon: <IconLogout size={16} />,
            when: (row) => !row.current,
            run: (rows) => void close(rows),
          },
        ]}
      />
    </Section>
  );
}

function useColumns(): Column<SessionItem>[] {
  const t = useT();
  return [
    {
      id: 'browser',
      title: t({ fr: 'Navigateur', en: 'Browser' }),
      primary: true,
      cell: (row) => (
        <span title={row.userAgent ?? undefined}>
          {browserOf(row.userAgent) ?? t({ fr: 'inconnu', en: 'unknown' })}
          {row.current && <strong> · {t({ fr: 'celle-ci', en: 'this one' })}</strong>}
        </span>
      ),
    },
    {
      id: 'ip',
      title: t({ fr: 'Adresse', en: 'Address' }),
      card: true,
      cell: (row) => <code>{row.ip ?? '—'}</code>,
    },
    {
      id: 'seen',
      title: t({ fr: 'Vue', en: 'Seen' }),
      width: 130,
      card: true,
      sort: (row) => row.lastSeenAt,
      cell: (row) => <Time at={row.lastSeenAt} />,
    },
    {
      id: 'created',
      title: t({ fr: 'Ouverte', en: 'Opened' }),
      width: 130,
      sort: (row) => row.createdAt,
      cell: (row) => <Time at={row.createdAt} />,
    },
  ];
}

/** « Firefox, Windows » out of what the browser says of itself. */
function browserOf(userAgent: string | null): string | null {
  if (userAgent === null || userAgent === '') return null;
  const names: readonly (readonly [RegExp, string])[] = [
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ];
  const systems: readonly (readonly [RegExp, string])[] = [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ];
  const find = (list: typeof names): string | undefined =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const parts = [find(names), find(systems)].filter((part) => part !== undefined);
  return parts.length === 0 ? userAgent.slice(0, 60) : parts.join(', ');
}
