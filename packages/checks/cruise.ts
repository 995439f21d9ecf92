import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runTool } from './run-tool.ts';
import { ARCHITECTURE_RULES, TOOL_TIMEOUT_MS, TOOLS } from './tools.ts';

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string(), dependencies: z.array(z.object({ module: z.string() })) })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

export type Cruise = z.infer<typeof Cruise>;

const FOLDERS = ['packages', 'services', 'activities', 'workflows', 'deploy/local', 'test'];

/** Lets dependency-cruiser follow every import of a tree, and judge them by our rules. */
export async function cruise(root: string): Promise<Cruise> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { stdout, stderr } = await runTool({
    file: process.execPath,
    args: [TOOLS.architecture, '--config', ARCHITECTURE_RULES, '--output-type', 'json', ...folders],
    cwd: root,
    timeoutMs: TOOL_TIMEOUT_MS,
  });
  // Its exit code counts violations, so only what it prints tells whether it ran.
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${stderr.trim()}`);
  return Cruise.parse(JSON.parse(stdout));
}
