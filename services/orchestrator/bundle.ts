import { writeFile } from 'node:fs/promises';
import { bundleWorkflows } from './bundle-workflows.ts';

/** `node services/orchestrator/bundle.ts FILE`: writes the workflow bundle that FIXPOINT_WORKFLOW_BUNDLE names. */
const [file] = process.argv.slice(2);
if (!file) {
  process.stderr.write('Name the file that the bundle is written to.\n');
  process.exit(2);
}
const { code } = await bundleWorkflows();
await writeFile(file, code);
