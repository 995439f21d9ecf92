export { attemptView, attemptWorkflow } from './attempt-workflow.ts';
export { inputSignal, issueView, issueWorkflow, progressSignal } from './issue-workflow.ts';
export { syncIssues } from './sync-issues.ts';
