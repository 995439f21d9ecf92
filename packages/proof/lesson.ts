import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';

/** placeholder until the proof package lands */
export function lessonFrom(report: CheckReport): string {
  return report.reason ?? '';
}
