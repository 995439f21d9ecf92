import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { Command } from 'commander';
import { renderTable } from '../output/table.ts';
import { withTemporal } from '../platform/open-client.ts';
import { wholeNumber } from './whole-number.ts';

interface RunsOptions {
  readonly limit: number;
  readonly state?: string;
  readonly json?: boolean;
}

const stateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state.name, 'KEYWORD');
const repositoryKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.repository.name, 'KEYWORD');
const issueKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.issue.name, 'INT');

/** `fixpoint runs`: the issues that Fixpoint knows, newest first. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('list the issues that the local Fixpoint worked on, newest first')
    .option('--state <state>', 'only those in this state, e.g. blocked')
    .option('--limit <count>', 'how many', wholeNumber, 20)
    .option('--json', 'print one array for machines')
    .action((options: RunsOptions) =>
      withTemporal(async (client) => {
        const query = [
          `WorkflowType = "${WORKFLOW_TYPES.issue}"`,
          ...(options.state
            ? [`${SEARCH_ATTRIBUTES.state.name} = "${options.state.replaceAll('"', '')}"`]
            : []),
        ].join(' AND ');
        const rows: ReturnType<typeof rowOf>[] = [];
        for await (const execution of client.workflow.list({ query })) {
          if (rows.length >= options.limit) break;
          rows.push(rowOf(execution));
        }
        if (options.json) return void process.stdout.write(`${JSON.stringify(rows)}\n`);
        const lines = rows.map((row) => [row.issue, row.state, row.startedAt, row.workflowId]);
        process.stdout.write(`${renderTable([['ISSUE', 'STATE', 'STARTED', 'WORKFLOW'], ...lines])}\n`);
      }),
    );
}

function rowOf(execution: WorkflowExecutionInfo) {
  const attributes = execution.typedSearchAttributes;
  return {
    issue: `${attributes.get(repositoryKey) ?? '?'}#${attributes.get(issueKey) ?? '?'}`,
    workflowId: execution.workflowId,
    runId: execution.runId,
    state: attributes.get(stateKey) ?? '',
    status: execution.status.name.toLowerCase(),
    startedAt: execution.startTime.toISOString(),
  };
}
