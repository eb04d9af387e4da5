import type cytoscape from 'cytoscape';
import { layersOf } from './collapse-graph.ts';
import type { ShownGraph, ShownNode } from './collapse-graph.ts';
import { depthsOf, foldedBox, placeLayers, placeSites } from './graph-layout.ts';
import type { Frame, Point } from './graph-layout.ts';
import type { GraphProps } from './graph.tsx';

/** What decides positions: another signature means another layout, the same one means a change in place. */
export function signatureOf(shown: ShownGraph, layout: GraphProps['layout']): string {
  return `${layout}|${shown.nodes.map((node) => node.id).join(',')}|${shown.edges.map((edge) => edge.id).join(',')}`;
}

/** Nodes, edges and, in the topology, the boxes of their groups; each where it stays. */
export function graphElements(
  props: GraphProps & { readonly shown: ShownGraph },
  frame: Frame,
): cytoscape.ElementDefinition[] {
  const { shown } = props;
  const known = new Set(shown.nodes.map((node) => node.id));
  const edges = shown.edges.filter((edge) => known.has(edge.from) && known.has(edge.to));
  const nodes = props.layout === 'sites' ? siteElements(shown, frame) : layerElements(props, frame);
  const many = edges.length > manyEdges;
  return [
    ...nodes,
    ...edges.map((edge) => ({
      data: {
        id: edge.id,
        source: edge.from,
        target: edge.to,
        state: edge.state ?? 'ok',
        label: edge.label ?? '',
        arrow: props.layout === 'layers' && !many,
        many,
        width: edge.utilisation === undefined ? (hurt(edge.state) ? 2 : 1) : 1 + edge.utilisation * 5,
      },
    })),
  ];
}

const manyEdges = 100;

function layerElements(
  props: GraphProps & { readonly shown: ShownGraph },
  frame: Frame,
): cytoscape.ElementDefinition[] {
  const { nodes, edges } = props.shown;
  const own = nodes.every((node) => node.layer !== undefined);
  const layers = own ? new Map(nodes.map((node) => [node.id, node.layer ?? 0])) : layersOf(nodes, edges);
  const { positions, tiers } = placeLayers(nodes, edges, layers, frame);
  return [
    ...tiers.flatMap((tier) => {
      const label = props.layerNames?.[tier.layer];
      if (label === undefined) return [];
      return { data: { id: `tier:${tier.layer}`, label, tier: true }, position: { x: tier.x, y: tier.y } };
    }),
    ...nodes.map((node) => ({
      data: nodeData(node),
      position: { ...(positions.get(node.id) ?? { x: 0, y: 0 }) },
    })),
  ];
}

/** Beyond it, the boxes are the shapes: they stand in steps from the best linked. */
const foldedShare = 0.7;

function siteElements(shown: ShownGraph, frame: Frame): cytoscape.ElementDefinition[] {
  const { nodes, edges } = shown;
  const folded = nodes.filter((node) => node.count !== undefined).length;
  if (folded > nodes.length * foldedShare) {
    const { positions } = placeLayers(nodes, edges, depthsOf(nodes, edges), frame);
    return nodes.map((node) => placed(node, positions));
  }
  const { positions, boxes, boxOf } = placeSites(nodes, edges, shown.boxes, frame);
  return [
    ...boxes
      .filter((box) => box.id !== foldedBox)
      .map((box) => ({ data: { id: `box:${box.id}`, label: box.name } })),
    ...nodes.map((node) => {
      const box = boxOf.get(node.id) ?? foldedBox;
      const element = placed(node, positions);
      return box === foldedBox ? element : { ...element, data: { ...element.data, parent: `box:${box}` } };
    }),
  ];
}

function placed(node: ShownNode, positions: ReadonlyMap<string, Point>) {
  return { data: nodeData(node), position: { ...(positions.get(node.id) ?? { x: 0, y: 0 }) } };
}

function nodeData(node: ShownNode) {
  return { id: node.id, label: labelOf(node), state: node.state, folded: node.count !== undefined };
}

/** Two lines; a folded group keeps the second for its count. */
const longestLabel = 32;
const longestFolded = 24;

function shortened(name: string, most: number): string {
  return name.length > most ? `${name.slice(0, most - 1).trimEnd()}…` : name;
}

/** A folded group says how many it holds and how many of them are hurt. */
function labelOf(node: ShownNode): string {
  if (node.count === undefined) return shortened(node.name, longestLabel);
  const name = shortened(node.name, longestFolded);
  const hurtCount = node.hurt ?? 0;
  return hurtCount === 0 ? `${name}\n${node.count}` : `${name}\n${hurtCount} / ${node.count}`;
}

function hurt(state: string | undefined): boolean {
  return state !== undefined && state !== 'ok';
}

/** The node that an arrow key leads to: the closest within 60° of that way; the topmost when none is chosen. */
export function nearest(
  cy: cytoscape.Core,
  from: string | null,
  way: { readonly x: number; readonly y: number },
): string | null {
  const start = cy.getElementById(from ?? '');
  const nodes = cy.nodes().filter((node) => !node.isParent() && node.data('tier') !== true);
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
