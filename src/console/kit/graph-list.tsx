import { useMemo } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import type { GraphNode } from './collapse-graph.ts';
import type { GraphProps } from './graph.tsx';
import { StateBadge } from './state-badge.tsx';
import { states } from './state.ts';
import { Table } from './table.tsx';
import type { Column } from './table-types.ts';

/** The graph in words: each asset with its state, what it needs and what needs it. */
export function GraphList({ label, nodes, edges, layout, selected, onSelect }: GraphProps) {
  const t = useT();
  const around = useMemo(() => neighboursOf(nodes, edges), [nodes, edges]);
  const columns = columnsOf(t, around, layout === 'layers');
  return (
    <div className="graph-list">
      <Table
        label={label}
        columns={columns}
        rows={nodes}
        rowKey={(node) => node.id}
        sort={{ column: 'state', direction: 'asc' }}
        openKey={selected ?? undefined}
        exportName="carte"
        fill
        keyboard={false}
        {...(onSelect === undefined ? {} : { onOpen: (node: GraphNode) => onSelect(node.id) })}
      />
    </div>
  );
}

function columnsOf(t: Translate, around: ReadonlyMap<string, Around>, layered: boolean): Column<GraphNode>[] {
  const names = (id: string, side: 'below' | 'above'): string => (around.get(id)?.[side] ?? []).join(', ');
  return [
    {
      id: 'name',
      title: t({ fr: 'Actif', en: 'Asset' }),
      primary: true,
      grow: 2,
      minWidth: 180,
      cell: (node) => node.name,
      sort: (node) => node.name,
      csv: (node) => node.name,
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 140,
      card: true,
      cell: (node) => <StateBadge state={node.state} />,
      sort: (node) => states.indexOf(node.state),
      csv: (node) => node.state,
    },
    {
      id: 'kind',
      title: t({ fr: 'Type', en: 'Type' }),
      width: 150,
      card: true,
      cell: (node) => node.kind,
      sort: (node) => node.kind,
      csv: (node) => node.kind,
    },
    {
      id: 'below',
      title: layered ? t({ fr: 'Dépend de', en: 'Depends on' }) : t({ fr: 'Relié à', en: 'Connected to' }),
      grow: 2,
      cell: (node) => names(node.id, 'below'),
      csv: (node) => names(node.id, 'below'),
    },
    {
      id: 'above',
      title: layered ? t({ fr: 'Porte', en: 'Supports' }) : t({ fr: 'Relié depuis', en: 'Connected from' }),
      grow: 2,
      wideOnly: true,
      cell: (node) => names(node.id, 'above'),
      csv: (node) => names(node.id, 'above'),
    },
  ];
}

interface Around {
  readonly below: string[];
  readonly above: string[];
}

function neighboursOf(nodes: GraphProps['nodes'], edges: GraphProps['edges']): Map<string, Around> {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const around = new Map<string, Around>(nodes.map((node) => [node.id, { below: [], above: [] }]));
  for (const edge of edges) {
    around.get(edge.from)?.below.push(names.get(edge.to) ?? '');
    around.get(edge.to)?.above.push(names.get(edge.from) ?? '');
  }
  return around;
}
