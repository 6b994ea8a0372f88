/** What an attacker with paper and patience finds out: which unknowns a system of sums leaves no choice. */

/** Names of unknowns → whole factors; what the sum is does not matter for whether an unknown is determined. */
export type Equation = ReadonlyMap<string, number>

const prime = 2_147_483_629

/**
 * Gauss–Jordan elimination modulo a large prime: exact, and what is determined over the rationals is determined here.
 * @returns unknowns that have one solution only
 */
export function findDetermined(equations: readonly Equation[]): string[] {
  const rows = equations.map((equation) => new Map([...equation].map(([name, factor]) => [name, modulo(factor)])))
  const pivots: { name: string; row: Map<string, number> }[] = []
  for (const row of rows) {
    for (const { name, row: pivot } of pivots) subtract(row, pivot, row.get(name) ?? 0)
    const [name] = row.keys()
    if (name === undefined) continue
    scale(row, inverse(row.get(name) ?? 1))
    for (const { row: other } of pivots) subtract(other, row, other.get(name) ?? 0)
    pivots.push({ name, row })
  }
  return pivots.filter(({ row }) => row.size === 1).map(({ name }) => name)
}

function modulo(value: number): number {
  return ((value % prime) + prime) % prime
}

function times(one: number, other: number): number {
  return Number((BigInt(one) * BigInt(other)) % BigInt(prime))
}

function subtract(row: Map<string, number>, pivot: ReadonlyMap<string, number>, factor: number): void {
  if (factor === 0) return
  for (const [name, value] of pivot) {
    const left = modulo((row.get(name) ?? 0) - times(factor, value))
    if (left === 0) row.delete(name)
    else row.set(name, left)
  }
}

function scale(row: Map<string, number>, factor: number): void {
  for (const [name, value] of row) row.set(name, times(value, factor))
}

/** Fermat: a^(p−2) modulo p. */
function inverse(value: number): number {
  let result = 1
  let base = value
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base)
    base = times(base, base)
  }
  return result
}
