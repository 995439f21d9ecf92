import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { OpenedProposal, OpenProposalRequest } from '@fixpoint/contracts/forge-activities.ts';
import { proposalKey } from '@fixpoint/contracts/ids.ts';
import { LABELS } from '@fixpoint/contracts/labels.ts';
import type { Forge, ForgeProposal } from '@fixpoint/forges/ports.ts';
import { withMarker } from './keyed-comment.ts';
import type { ForgePorts } from './ports.ts';
import { renderProposalBody } from './texts/proposal-body.ts';
import { renderProposalTitle } from './texts/proposal-title.ts';

/**
 * One open proposal per branch. It is recorded under its workflow before this returns, so that no fact about it is lost.
 *
 * @throws FixpointError RECORD_CONFLICT when the proposal belongs to another workflow
 */
export async function openProposal(
  { forges, proposals }: Pick<ForgePorts, 'forges' | 'proposals'>,
  request: OpenProposalRequest,
): Promise<OpenedProposal> {
  const { repository } = request.issue;
  const forge = forges(repository.forgeInstance);
  const { number, url } = await ensureProposal(forge, request);

  const key = proposalKey(repository, number);
  const { workflowId, runId } = request;
  const { value } = await proposals.insert(key, { workflowId, runId });
  if (value.workflowId !== workflowId) {
    throw new FixpointError('RECORD_CONFLICT', `Proposal ${key} belongs to ${value.workflowId}.`);
  }

  await forge.labelProposal(repository, number, LABELS.review);
  return { number, url };
}

async function ensureProposal(forge: Forge, request: OpenProposalRequest): Promise<ForgeProposal> {
  const { repository, number: issueNumber } = request.issue;
  const branches = { headBranch: request.branch, baseBranch: request.defaultBranch };
  const title = renderProposalTitle(request.title, issueNumber);
  const body = withMarker(`proposal/${request.runId}`, renderProposalBody(request));

  const existing = await forge.findOpenProposalByHead(repository, branches);
  if (existing !== null) return forge.updateProposal(repository, existing.number, { title, body });
  try {
    const created = await forge.createProposal(repository, { ...branches, title, body });
    // Which prefixes make a draft is a setting of the server; no prefix matches behind another word.
    if (!created.draft) return created;
    return await forge.updateProposal(repository, created.number, { title: `Fix: ${title}` });
  } catch (error) {
    // Somebody opened one for this branch in between.
    const found = await forge.findOpenProposalByHead(repository, branches);
    if (found === null) throw error;
    return forge.updateProposal(repository, found.number, { title, body });
  }
}
