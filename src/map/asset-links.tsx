import { Button } from '@mantine/core';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconUnlink from '@tabler/icons-react/dist/esm/icons/IconUnlink.mjs';
import { useMemo } from 'react';
import { capital } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { stateOf, states } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { readAsset, readAssetHistory, removeLink } from './api-assets.ts';
import type { AssetDetail } from './api-assets.ts';
import { assetHref } from './asset-link.tsx';
import { AssetState } from './asset-state.tsx';
import { assetTypeText } from './asset-types.ts';
import { linkText } from './link-types.ts';

type LinkRow = AssetDetail['links'][number];
const peopleSource = 'people';

interface AssetLinksProps {
  readonly asset: AssetDetail;
  readonly onAdd: () => void;
}

/** What it is linked to, by kind of link, each with its state and its source. */
export function AssetLinks({ asset, onAdd }: AssetLinksProps) {
  const t = useT();
  const may = useRight('operate') && asset.retiredAt === null;
  const columns = useMemo(() => columnsOf(t), [t]);
  const rows = useMemo(
    () => asset.links.toSorted((a, b) => groupKey(a).localeCompare(groupKey(b)) || worst(a) - worst(b)),
    [asset.links],
  );
  const remove = useRemoveLink(asset);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
      {t({ fr: 'Relier', en: 'Link' })}
    </Button>
  );
  return (
    <div className="stack">
      {may && rows.length > 0 && <div className="row">{add}</div>}
      <Table<LinkRow>
        label={t({ fr: 'Liens', en: 'Links' })}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.id} ${row.direction}`}
        hrefOf={(row) => assetHref(row.other)}
        groupOf={(row) => ({ key: groupKey(row), title: capital(t(linkText(row.type, row.direction))) })}
        exportName={`${asset.code ?? asset.name}-liens`}
        empty={
          <Empty title={t({ fr: 'Aucun lien', en: 'No link' })} {...(may ? { actions: add } : {})}>
            {t({
              fr: 'Sans lien, Vigie ne peut dire ni ce dont cet actif dépend, ni ce qui tomberait avec lui.',
              en: 'Without links, Vigie can tell neither what this asset depends on nor what would fall with it.',
            })}
          </Empty>
        }
        {...(may
          ? {
              actions: [
                {
                  id: 'remove',
                  label: t({ fr: 'Supprimer ce lien', en: 'Remove this link' }),
                  icon: <IconUnlink size={16} />,
                  when: (row) => row.source.key === peopleSource && row.missingSince === null,
                  bulk: false,
                  run: ([row]) => {
                    if (row !== undefined) void remove(row);
                  },
                },
              ],
            }
          : {})}
      />
    </div>
  );
}

/** A connection reads the same from both ends. */
function groupKey(row: LinkRow): string {
  return row.type === 'connects_to' ? row.type : `${row.type} ${row.direction}`;
}

function worst(row: LinkRow): number {
  return states.indexOf(stateOf(row.other.state));
}

function useRemoveLink(asset: AssetDetail): (row: LinkRow) => Promise<void> {
  const t = useT();
  const { mutateAsync } = useContractMutation(removeLink, { refresh: [readAsset, readAssetHistory] });
  return async (row) => {
    const sentence = `${asset.name} ${t(linkText(row.type, row.direction))} ${row.other.name}`;
    const yes = await confirm({
      title: t({ fr: 'Supprimer ce lien ?', en: 'Remove this link?' }),
      cuts: [{ name: sentence, state: 'planned' }],
      action: t({ fr: 'Supprimer le lien', en: 'Remove the link' }),
    });
    if (!yes) return;
    await mutateAsync({ params: { id: row.id } }).then(
      () => toast({ fr: 'Lien supprimé.', en: 'Link removed.' }),
      toastProblem,
    );
  };
}

function columnsOf(t: Translate): Column<LinkRow>[] {
  return [
    {
      id: 'other',
      title: t({ fr: 'Actif', en: 'Asset' }),
      primary: true,
      grow: 3,
      minWidth: 200,
      sort: (row) => row.other.name,
      csv: (row) => `${t(linkText(row.type, row.direction))} ${row.other.name}`,
      cell: (row) => <span className="clip">{row.other.name}</span>,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 136,
      card: true,
      sort: worst,
      csv: (row) => stateOf(row.other.state),
      cell: (row) => <AssetState state={row.other.state} />,
    },
    {
      id: 'type',
      title: t({ fr: 'Type', en: 'Type' }),
      minWidth: 120,
      card: true,
      sort: (row) => t(assetTypeText(row.other.type)),
      csv: (row) => t(assetTypeText(row.other.type)),
      cell: (row) => <span className="clip">{t(assetTypeText(row.other.type))}</span>,
    },
    {
      id: 'group',
      title: t({ fr: 'Redondance', en: 'Redundancy' }),
      grow: 2,
      minWidth: 150,
      csv: (row) => requirementWords(row, t),
      cell: (row) => (
        <span className="clip">{requirementWords(row, t) || <span className="muted">—</span>}</span>
      ),
    },
    {
      id: 'source',
      title: t({ fr: 'Source', en: 'Source' }),
      grow: 2,
      minWidth: 150,
      sort: (row) => t(row.source.title),
      csv: (row) => t(row.source.title),
      cell: (row) => <Told row={row} />,
    },
    {
      id: 'since',
      title: t({ fr: 'Depuis', en: 'Since' }),
      width: 124,
      wideOnly: true,
      sort: (row) => row.since,
      csv: (row) => row.since,
      cell: (row) => <Time at={row.since} />,
    },
  ];
}

/** « Liens du site : 1 suffit ». */
function requirementWords({ requirement }: LinkRow, t: Translate): string {
  if (requirement === null) return '';
  const name = t(requirement.name);
  if (requirement.kMin === null) return name;
  return t(
    {
      fr: '{name} : il en faut {kMin}, {kFull} pour le plein service',
      en: '{name}: {kMin} needed, {kFull} for full service',
    },
    { name, kMin: requirement.kMin, kFull: requirement.kFull ?? requirement.kMin },
  );
}

function Told({ row }: { row: LinkRow }) {
  const t = useT();
  if (row.missingSince === null) return <span className="clip">{t(row.source.title)}</span>;
  return (
    <span className="muted clip">
      {t(row.source.title)} · {t({ fr: 'disparu', en: 'gone' })} <Time at={row.missingSince} />
    </span>
  );
}
