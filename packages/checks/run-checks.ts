import { checkArchitecture } from './architecture.ts';
import type { CheckResult } from './check.ts';
import { checkDocuments } from './documents.ts';
import { checkEnvironmentReads } from './environment-reads.ts';
import { checkFileShape } from './file-shape.ts';
import { checkSecrets } from './secrets-in-tree.ts';
import { readTree } from './source-files.ts';
import { checkDeadCode, checkLint, checkTypes } from './tool-checks.ts';

/** Everything that can be said about a tree without running it, side by side; the order of the results is fixed. */
export async function runChecks(root: string): Promise<readonly CheckResult[]> {
  const tree = await readTree(root);
  return Promise.all([
    checkTypes(root),
    checkLint(root),
    checkDeadCode(root),
    checkArchitecture(root, tree),
    checkEnvironmentReads(tree),
    checkFileShape(tree),
    checkSecrets(tree),
    checkDocuments(tree),
  ]);
}
