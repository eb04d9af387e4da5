#!/usr/bin/env node
// `npm test [-- FILTER…]` on any Node >= 20: installs what is missing, then runs the tests on the pinned Node.
import { join } from 'node:path';
import { install, isPinnedNode, project, runOnPinnedNode } from './bootstrap.mjs';
import { watchLauncher } from './watch-launcher.mjs';

install();
watchLauncher();
if (isPinnedNode()) {
  const { runTests } = await import('#test/run-tests.ts');
  process.exitCode = await runTests(process.argv.slice(2));
} else {
  runOnPinnedNode(join(project, 'bin', 'test.mjs'), process.argv.slice(2));
}
