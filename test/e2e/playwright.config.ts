import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const chromium = process.env['VIGIE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One Vigie, one browser: what a test leaves is what the next one finds, so they run in order. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(import.meta.dirname, '..', '..', 'test-results'),
  globalSetup: join(import.meta.dirname, 'start-vigie.ts'),
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: join(import.meta.dirname, '..', '..', 'test-results', 'e2e.json') }],
  ],
  use: {
    launchOptions: { executablePath: chromium, args: flags },
    locale: 'fr-FR',
    timezoneId: 'Pacific/Noumea',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'set-up', testMatch: 'set-up.spec.ts' },
    { name: 'real-checks', testMatch: 'real-checks.spec.ts', dependencies: ['set-up'] },
    { name: 'demonstration', testMatch: 'demonstration.spec.ts', dependencies: ['real-checks'] },
    { name: 'network', testMatch: 'network.spec.ts', dependencies: ['demonstration'] },
    { name: 'vulnerabilities', testMatch: 'vulnerabilities.spec.ts', dependencies: ['network'] },
    { name: 'pages', testMatch: 'pages.spec.ts', dependencies: ['vulnerabilities'] },
    { name: 'map', testMatch: 'map.spec.ts', dependencies: ['pages'] },
    { name: 'removal', testMatch: 'removal.spec.ts', dependencies: ['map'] },
  ],
});
