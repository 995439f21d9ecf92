#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Half of the time until the first answer is compiling, so everything else is imported after this.
enableCompileCache();
const { runProcess } = await import('./run-process.ts');
await runProcess();
