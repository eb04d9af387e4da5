#!/usr/bin/env node
// `vigie COMMAND …` on any Node >= 20: installs what is missing, then runs src/cli.ts on the pinned Node.
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, isPinnedNode, project, runOnPinnedNode } from './bootstrap.mjs';
import { watchLauncher } from './watch-launcher.mjs';

install();
watchLauncher();
if (isPinnedNode()) {
  module.enableCompileCache(join(project, '.cache', 'compiled'));
  const { runCli } = await import(pathToFileURL(join(project, 'src', 'cli.ts')).href);
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  runOnPinnedNode(join(project, 'bin', 'vigie.mjs'), process.argv.slice(2));
}
