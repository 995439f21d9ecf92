import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the workflows as they stand in the sources. Takes about a second. */
export async function bundleWorkflows(logger?: Logger): Promise<WorkflowBundleWithSourceMap> {
  return await bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@fixpoint/workflows/index.ts')),
    ...(logger ? { logger } : {}),
  });
}
