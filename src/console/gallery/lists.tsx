import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconUserPlus from '@tabler/icons-react/dist/esm/icons/IconUserPlus.mjs';
import { useMemo, useState } from 'react';
import { ProblemError } from '#console/client.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Section } from '#console/kit/page.tsx';
import { DeadlineBadge, StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { states } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import type { Column, Group, RowAction } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast } from '#console/kit/toast.tsx';
import { findings } from './sample.ts';
import type { SampleFinding } from './sample.ts';

const deadlines = ['immediate', 'days3', 'days14', 'planned'];

const columns: readonly Column<SampleFinding>[] = [
  {
    id: 'state',
    title: 'État',
    width: 124,
    card: true,
    cell: (row) => <StateBadge state={row.state} />,
    sort: (row) => states.indexOf(row.state),
    csv: (row) => row.state,
  },
  {
    id: 'title',
    title: 'Constat',
    primary: true,
    grow: 4,
    minWidth: 260,
    cell: (row) => row.title,
    sort: (row) => row.title,
    csv: (row) => row.title,
  },
  {
    id: 'asset',
    title: 'Actif',
    grow: 2,
    minWidth: 150,
    card: true,
    cell: (row) => row.asset,
    sort: (row) => row.asset,
    csv: (row) => row.asset,
  },
  {
    id: 'services',
    title: 'Services',
    width: 88,
    align: 'end',
    cell: (row) => (row.services === 0 ? <span className="muted">—</span> : row.services),
    sort: (row) => row.services,
    csv: (row) => row.services,
  },
  {
    id: 'since',
    title: 'Depuis',
    width: 120,
    card: true,
    cell: (row) => <Time at={row.since} />,
    sort: (row) => Date.parse(row.since),
    csv: (row) => row.since,
  },
  {
    id: 'owner',
    title: 'Qui',
    width: 136,
    wideOnly: true,
    cell: (row) => row.owner ?? <span className="muted">personne</span>,
    sort: (row) => row.owner,
    csv: (row) => row.owner,
  },
  {
    id: 'deadline',
    title: 'Délai',
    width: 104,
    cell: (row) => <DeadlineBadge deadline={row.deadline} />,
    sort: (row) => deadlines.indexOf(row.deadline),
    csv: (row) => row.deadline,
  },
];

const actions: readonly RowAction<SampleFinding>[] = [
  {
    id: 'ack',
    label: 'Prendre en compte',
    icon: <IconCheck size={16} />,
    keys: 'a',
    run: (rows) =>
      toast(
        { fr: `${rows.length} constats pris en compte.`, en: `${rows.length} findings acknowledged.` },
        { state: 'ok', undo: () => undefined },
      ),
  },
  {
    id: 'assign',
    label: 'Attribuer',
    icon: <IconUserPlus size={16} />,
    keys: 'e',
    run: () => toast({ fr: 'Attribué à Rose Cagnard.', en: 'Assigned to Rose Cagnard.' }),
  },
];

const shared = { columns, rowKey: (row: SampleFinding) => row.id, keyboard: false };

const groupOf = (row: SampleFinding): Group => ({
  key: row.cause,
  title: (
    <>
      <StateShape state={row.state} /> {row.cause}
    </>
  ),
});

/** Some rows turn down, two arrive. */
function changed(before: readonly SampleFinding[]): SampleFinding[] {
  const turned = before.map((row, index) => (index % 6 === 1 ? { ...row, state: 'down' as const } : row));
  const arrived = findings(26)
    .slice(24)
    .map((row) => ({ ...row, id: `${row.id}-${before.length}` }));
  return [...turned, ...arrived];
}

export function Lists() {
  const [open, setOpen] = useState<string>();
  const [rows, setRows] = useState(() => findings(24));
  const many = useMemo(() => findings(40_000), []);
  const inbox = {
    ...shared,
    keyboard: true,
    rows,
    actions,
    onOpen: (row: SampleFinding) => setOpen(row.id),
    openKey: open,
    hrefOf: (row: SampleFinding) => `/findings/${row.id}`,
  };
  return (
    <div className="gallery">
      <Section
        title="Constats par cause"
        actions={
          <button type="button" className="chip" id="change" onClick={() => setRows(changed)}>
            Simuler un changement
          </button>
        }
      >
        <Table
          {...inbox}
          label="Constats"
          groupOf={groupOf}
          sort={{ column: 'state', direction: 'asc' }}
          exportName="constats"
          total={rows.length}
        />
      </Section>
      <Section title="40 000 lignes">
        <Table
          {...shared}
          rows={many}
          label="Grand nombre"
          exportName="constats"
          actions={actions}
          partial="La source Centreon n’a pas répondu : 212 actifs manquent."
        />
      </Section>
      <States />
    </div>
  );
}

function States() {
  return (
    <div className="columns">
      <Section title="Chargement">
        <Table {...shared} rows={undefined} label="Chargement" />
      </Section>
      <Section title="Erreur">
        <Table
          {...shared}
          rows={undefined}
          label="Erreur"
          error={
            new ProblemError('unreachable', 0, {
              fr: 'Vigie ne répond pas. Vérifiez votre réseau ; l’affichage reprendra seul.',
              en: 'Vigie does not answer.',
            })
          }
          onRetry={() => undefined}
        />
      </Section>
      <Section title="Vide">
        <Table
          {...shared}
          rows={[]}
          label="Vide"
          empty={
            <Empty
              title="Aucun constat ouvert"
              actions={
                <button type="button" className="chip">
                  Voir les constats fermés
                </button>
              }
            >
              Toutes les règles ont tourné dans les dix dernières minutes.
            </Empty>
          }
        />
      </Section>
      <Section title="Sans droit">
        <Table
          {...shared}
          rows={undefined}
          label="Sans droit"
          error={
            new ProblemError('forbidden', 403, {
              fr: 'Votre rôle ne donne pas le droit « Lire le journal d’audit ». Demandez-le à un administrateur.',
              en: 'Your role does not give the right.',
            })
          }
        />
      </Section>
    </div>
  );
}
