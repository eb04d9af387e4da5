import type cytoscape from 'cytoscape';
import { layersOf } from './collapse-graph.ts';
import type { ShownGraph, ShownNode } from './collapse-graph.ts';
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
  const layers = layout === 'layers' ? layersOf(shown.nodes, shown.edges) : new Map<string, number>();
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
          label: labelOf(node),
          layer: layers.get(node.id) ?? 0,
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

/** A folded group says how many it holds and how many of them are hurt. */
function labelOf(node: ShownNode): string {
  if (node.count === undefined) return node.name;
  const hurtCount = node.hurt ?? 0;
  return hurtCount === 0 ? `${node.name}\n${node.count}` : `${node.name}\n${node.count} (${hurtCount})`;
}

function hurt(state: string | undefined): boolean {
  return state !== undefined && state !== 'ok';
}

export function graphLayout(layout: GraphProps['layout'], count: number): cytoscape.LayoutOptions {
  const shared = { fit: true, padding: 28, animate: false, nodeDimensionsIncludeLabels: true };
  if (layout === 'layers') {
    return {
      ...shared,
      name: 'dagre',
      rankDir: 'TB',
      nodeSep: 14,
      edgeSep: 8,
      rankSep: 44,
      ranker: count > 250 ? 'longest-path' : 'network-simplex',
      // Keeps each node on its own row, services on top: dagre alone would let a service sink towards what it needs.
      minLen: (edge: cytoscape.EdgeSingular) => Math.max(1, row(edge.target()) - row(edge.source())),
    } as cytoscape.LayoutOptions;
  }
  const many = count > 250;
  return {
    ...shared,
    name: 'fcose',
    quality: many ? 'draft' : 'default',
    randomize: many,
    nodeSeparation: 60,
    idealEdgeLength: 56,
    nodeRepulsion: 4500,
    packComponents: true,
  } as unknown as cytoscape.LayoutOptions;
}

function row(node: cytoscape.NodeSingular): number {
  return Number(node.data('layer'));
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
