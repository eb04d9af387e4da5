import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { feature } from 'topojson-client';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import type { GeometryCollection, Topology } from 'topojson-specification';

const require = createRequire(import.meta.url);
const territoryId = 'virtual:new-caledonia';

/** Cuts New Caledonia out of the world atlas at build, so that the map needs no tile server and 20 kB only. */
function territory(): Plugin {
  return {
    name: 'vigie-territory',
    resolveId: (id) => (id === territoryId ? `\0${territoryId}` : null),
    load(id) {
      if (id !== `\0${territoryId}`) return null;
      const world = JSON.parse(
        readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8'),
      ) as Topology<{ countries: GeometryCollection }>;
      const country = feature(world, world.objects.countries).features.find(
        (one) => String(one.id) === '540',
      );
      if (!country) throw new Error('world-atlas no longer holds New Caledonia (ISO 3166 numeric 540)');
      const rounded = JSON.stringify(country.geometry, (_key, value: unknown) =>
        typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value,
      );
      return `export default ${rounded}`;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../.cache/vite',
  plugins: [react(), territory()],
  build: {
    outDir: '../../dist/console',
    // `/assets` is a page: the assets of the map.
    assetsDir: 'files',
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    // An inlined asset would need data: in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { port: 8471, host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8470' } },
  preview: { port: 8472, host: '127.0.0.1' },
});
