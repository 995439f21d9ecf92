#!/usr/bin/env node
import * as nodeModule from 'node:module';

const OLDEST_NODE = 22;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  // What is imported below would fail with the stack of a syntax error.
  process.stderr.write(`issue: needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}
// Half of the time until the first answer is compiling, so everything else is imported after this.
nodeModule.enableCompileCache();
const { runProcess } = await import('./run-process.ts');
await runProcess();
