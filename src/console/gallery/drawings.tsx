import { useMemo, useState } from 'react';
import { useLanguage } from '#console/i18n.ts';
import { formatBitRate, formatNumber } from '#console/format.ts';
import { Chart } from '#console/kit/chart.tsx';
import { GeoMap } from '#console/kit/geo-map.tsx';
import { Graph } from '#console/kit/graph.tsx';
import { Section } from '#console/kit/page.tsx';
import {
  dependencyEdges,
  dependencyNodes,
  geoLinks,
  graphGroups,
  hours,
  largeNetwork,
  now,
  sites,
} from './sample.ts';

const times = Array.from({ length: 288 }, (_, index) => now - hours(24) + index * 300_000);
const wave = (seed: number, base: number) =>
  times.map((_, index) =>
    index > 200 && index < 214
      ? null
      : base * (1 + 0.3 * Math.sin(index / 20 + seed) + 0.08 * Math.sin(index * (seed + 1.7))),
  );

export function Drawings() {
  const [site, setSite] = useState<string | null>('KON');
  return (
    <div className="gallery">
      <Charts />
      <Section title="Géographie">
        <GeoMap
          label="Sites de Nouvelle-Calédonie"
          sites={sites}
          links={geoLinks}
          selected={site}
          onSelect={setSite}
          onOpenLink={() => undefined}
          height={520}
          framed
        />
      </Section>
      <Graphs />
    </div>
  );
}

function Charts() {
  const language = useLanguage();
  const latency = useMemo(() => [{ name: 'Latence', values: wave(1, 38) }], []);
  const traffic = useMemo(
    () =>
      ['Nouméa–Koné', 'Nouméa–Lifou', 'Accès internet'].map((name, index) => ({
        name,
        values: wave(index, 4e7 * (index + 1)),
      })),
    [],
  );
  return (
    <div className="columns">
      <Section title="Latence de la liaison">
        <Chart
          label="Latence de Nouméa–Koné"
          times={times}
          series={latency}
          format={(value) => `${formatNumber(value, language, 0)}\u00A0ms`}
          thresholds={[{ value: 80, label: 'Dégradé au-delà de 80 ms', state: 'degraded' }]}
          periods={[{ from: times[200] ?? now, to: times[214] ?? now, state: 'down' }]}
        />
      </Section>
      <Section title="Trafic">
        <Chart
          label="Trafic"
          times={times}
          series={traffic}
          format={(value) => formatBitRate(value, language)}
        />
      </Section>
    </div>
  );
}

const lost = new Set(['l1']);
const equipment = dependencyNodes.slice(7);
const cables = dependencyEdges.slice(10);

function Graphs() {
  const [node, setNode] = useState<string | null>(null);
  const large = useMemo(() => largeNetwork(2000), []);
  return (
    <>
      <Section title="Dépendances">
        <div style={{ height: 520 }}>
          <Graph
            label="Dépendances de l’immatriculation"
            nodes={dependencyNodes}
            edges={dependencyEdges}
            layout="layers"
            selected={node}
            onSelect={setNode}
            lost={lost}
            framed
          />
        </div>
      </Section>
      <Section title="Réseau par site">
        <div style={{ height: 460 }}>
          <Graph
            label="Réseau par site"
            nodes={equipment}
            edges={cables}
            groups={graphGroups}
            layout="sites"
            framed
          />
        </div>
      </Section>
      <Section title="2 000 équipements">
        <div style={{ height: 460 }}>
          <Graph
            label="Grand réseau"
            nodes={large.nodes}
            edges={large.edges}
            groups={large.groups}
            layout="sites"
            framed
          />
        </div>
      </Section>
    </>
  );
}
