import type cytoscape from 'cytoscape';
import type { ShownGraph } from './collapse-graph.ts';
import type { GraphProps } from './graph.tsx';

/** What decides positions: another signature means another layout, the same one means a change in place. */
export function signatureOf(shown: ShownGraph, layout: GraphProps['layout']): string {
  return `${layout}|${shown.nodes.map((node) => node.id).join(',')}|${shown.edges.map((edge) => edge.id).join(',')}`;
}

/** Nodes, edges and, in the topology, the boxes of their groups. */
export function graphElements(
  props: GraphProps & { readonly shown: ShownGraph },
): cytoscape.ElementDefinition[] {
  const { shown, layout } = props;
  const boxed = layout === 'sites';
  const boxes = new Set(boxed ? shown.boxes.map((box) => box.id) : []);
  const known = new Set(shown.nodes.map((node) => node.id));
  const ring = Math.max(200, shown.nodes.length * 14);
  return [
    ...shown.boxes
      .filter((box) => boxes.has(box.id))
      .map((box) => ({ data: { id: `box:${box.id}`, label: box.name } })),
    ...shown.nodes.map((node, index) => {
      const angle = (index / Math.max(1, shown.nodes.length)) * 2 * Math.PI;
      const parent =
        typeof node.group === 'string' && boxes.has(node.group) ? { parent: `box:${node.group}` } : {};
      return {
        data: {
          id: node.id,
          label: node.count === undefined ? node.name : `${node.name} · ${node.count}`,
          state: node.state,
          folded: node.count !== undefined,
          ...parent,
        },
        // A fixed start makes the same map the same drawing.
        position: { x: Math.cos(angle) * ring, y: Math.sin(angle) * ring },
      };
    }),
    ...shown.edges
      .filter((edge) => known.has(edge.from) && known.has(edge.to))
      .map((edge) => ({
        data: {
          id: edge.id,
          source: edge.from,
          target: edge.to,
          state: edge.state ?? 'ok',
          label: edge.label ?? '',
          arrow: layout === 'layers',
          width: edge.utilisation === undefined ? (hurt(edge.state) ? 2 : 1) : 1 + edge.utilisation * 5,
        },
      })),
  ];
}

function hurt(state: string | undefined): boolean {
  return state !== undefined && state !== 'ok';
}

export function graphLayout(layout: GraphProps['layout'], count: number): cytoscape.LayoutOptions {
  if (layout === 'layers') {
    return {
      name: 'dagre',
      rankDir: 'TB',
      nodeSep: 40,
      edgeSep: 12,
      rankSep: 64,
      ranker: count > 250 ? 'longest-path' : 'network-simplex',
      padding: 24,
      fit: true,
      animate: false,
    } as cytoscape.LayoutOptions;
  }
  return {
    name: 'fcose',
    quality: count > 250 ? 'draft' : 'default',
    randomize: count > 250,
    animate: false,
    padding: 24,
    fit: true,
    nodeSeparation: 90,
    idealEdgeLength: 80,
    nodeRepulsion: 6500,
    packComponents: true,
    nodeDimensionsIncludeLabels: true,
  } as unknown as cytoscape.LayoutOptions;
}

/** The node that an arrow key leads to: the closest within 60° of that way; the topmost when none is chosen. */
export function nearest(
  cy: cytoscape.Core,
  from: string | null,
  way: { readonly x: number; readonly y: number },
): string | null {
  const start = cy.getElementById(from ?? '');
  const nodes = cy.nodes().filter((node) => !node.isParent());
  if (start.empty())
    return nodes.min((node) => (node as cytoscape.NodeSingular).position().y).ele?.id() ?? null;
  const origin = start.position();
  let best: { id: string; cost: number } | null = null;
  nodes.forEach((node) => {
    const dx = node.position().x - origin.x;
    const dy = node.position().y - origin.y;
    const along = dx * way.x + dy * way.y;
    const across = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    if (along <= 1 || across > along * 1.75) return;
    const cost = along + across * 2;
    if (best === null || cost < best.cost) best = { id: node.id(), cost };
  });
  return (best as { id: string } | null)?.id ?? null;
}
