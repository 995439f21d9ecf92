/** Dollars with cents; what is less than a cent is not shown as nothing. */
export function formatCost(costUsd: number): string {
  if (costUsd > 0 && costUsd < 0.01) return 'less than $0.01';
  return `$${costUsd.toFixed(2)}`;
}
