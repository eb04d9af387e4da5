import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const project = join(import.meta.dirname, '..');
const e2eConfig = join('test', 'e2e', 'playwright.config.ts');
const e2eReport = join(project, 'test-results', 'e2e.json');
const slowestTestMilliseconds = 600_000;

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Runs every test, or those whose file holds one of the filters, and ends with one plain line of figures. With
 * `VIGIE_NO_SKIP=1` a skipped test is a failure. Resolves with the exit status.
 */
export async function runTests(filters: readonly string[]): Promise<number> {
  const wanted = (file: string) => filters.length === 0 || filters.some((filter) => file.includes(filter));
  const files = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'], { cwd: project })
    .filter((file) => !file.startsWith(join('test', 'e2e')) && wanted(file))
    .toSorted();
  const inBrowser = globSync('test/e2e/**/*.spec.ts', { cwd: project }).filter(wanted).toSorted();
  const parts: Counts[] = [];
  if (files.length > 0) parts.push(await runUnits(files));
  if (inBrowser.length > 0 && existsSync(join(project, e2eConfig))) {
    parts.push(await runBrowser(filters.length === 0 ? [] : inBrowser));
  }
  const total = parts.reduce(add, { passed: 0, failed: 0, skipped: 0 });
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  if (parts.length === 0) process.stderr.write(`No test file matches ${filters.join(' ')}.\n`);
  const isSkipFatal = process.env['VIGIE_NO_SKIP'] === '1' && total.skipped > 0;
  if (isSkipFatal) process.stderr.write('VIGIE_NO_SKIP=1: a skipped test is a failure.\n');
  return total.failed > 0 || isSkipFatal || parts.length === 0 ? 1 : 0;
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** node:test, a process per file, one PostgreSQL for all. */
async function runUnits(files: readonly string[]): Promise<Counts> {
  // A variable: the types of node:test do not know globalSetupPath yet.
  const options = {
    files: files.map((file) => join(project, file)),
    cwd: project,
    concurrency: availableParallelism(),
    timeout: slowestTestMilliseconds,
    globalSetupPath: join(project, 'test', 'setup.ts'),
  };
  const stream = run(options);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  stream.on('test:pass', ({ details, skip, todo }) => {
    if (details.type === 'suite') return;
    if (skip === undefined && todo === undefined) counts.passed += 1;
    else counts.skipped += 1;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counts.failed += 1;
  });
  const report = stream.compose(spec());
  report.pipe(process.stdout, { end: false });
  await new Promise((resolve, reject) => report.on('end', resolve).on('error', reject));
  return counts;
}

/** Playwright with the system's browser; one clear line where there is none. */
async function runBrowser(files: readonly string[]): Promise<Counts> {
  const browser = process.env['VIGIE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(browser)) {
    process.stdout.write(
      `\nBrowser tests skipped: ${browser} does not exist. Install Chromium (apt-get install chromium) or name it in VIGIE_TEST_CHROMIUM.\n`,
    );
    return { passed: 0, failed: 0, skipped: 1 };
  }
  rmSync(e2eReport, { force: true });
  const program = join(project, 'node_modules', '@playwright', 'test', 'cli.js');
  const child = spawn(process.execPath, [program, 'test', '--config', e2eConfig, ...files], {
    cwd: project,
    stdio: 'inherit',
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return readBrowserReport(status);
}

function readBrowserReport(status: number | null): Counts {
  if (!existsSync(e2eReport)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(e2eReport, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  const failed = stats.unexpected + stats.flaky;
  // A failure outside the tests, such as Vigie not starting, has no test to its name.
  return {
    passed: stats.expected,
    failed: status === 0 ? failed : Math.max(failed, 1),
    skipped: stats.skipped,
  };
}
