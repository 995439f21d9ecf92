import type { CheckResult } from './check.ts';
import { runTool } from './run-tool.ts';
import { TOOL_TIMEOUT_MS, TOOLS } from './tools.ts';

export function checkTypes(root: string): Promise<CheckResult> {
  return checkByTool('types', root, TOOLS.types, ['-p', '.']);
}

/** Lint, format and the order of imports. */
export function checkLint(root: string): Promise<CheckResult> {
  return checkByTool('lint', root, TOOLS.lint, ['check', '--colors=off', '--max-diagnostics=50', '.']);
}

/** Files, exports and dependencies that nobody uses. */
export function checkDeadCode(root: string): Promise<CheckResult> {
  return checkByTool('dead code', root, TOOLS.deadCode, ['--no-progress', '--no-config-hints']);
}

async function checkByTool(
  name: string,
  root: string,
  script: string,
  args: readonly string[],
): Promise<CheckResult> {
  const { exitCode, stdout, stderr } = await runTool({
    file: process.execPath,
    args: [script, ...args],
    cwd: root,
    timeoutMs: TOOL_TIMEOUT_MS,
  });
  const output = `${stdout}${stderr}`.trim();
  if (exitCode === null) return { name, ok: false, output: `${output}\nKilled after ${TOOL_TIMEOUT_MS} ms.` };
  return { name, ok: exitCode === 0, output };
}
