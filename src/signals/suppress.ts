/**
 * Which figures of a table are kept back, so that none below the threshold can be found from the others: complementary
 * suppression (Cox 1980; Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
 *
 * A table is a graph: each sum that views show is a node, each figure an edge between the two sums that it stands in
 * (the whole of a sum is the edge to the next one up, and what stands in one sum only ends in the ground).
 *
 *     row of a topic ──(topic, French)── French of its programme ──(programme, French)── French of all ──(all, French)── ground
 *
 * A hidden figure can be worked out from the shown ones exactly when its edge is a bridge of the graph of hidden edges:
 * with no cycle through it nothing can be added here and taken away there. So figures are hidden, the smallest first,
 * until each sum hides two figures that stand for ten conversations together, and no hidden edge is a bridge.
 */
import { threshold } from './figure.ts'

export interface TableCell {
  readonly key: string
  /** Conversations that it stands for, at the least. */
  readonly conversations: number
  readonly below: boolean
  /** Sums that it is a part of, or the whole. */
  readonly sums: readonly string[]
  /** Sums that it is the whole of. */
  readonly wholeOf: readonly string[]
  /** Two of the sums, or `ground`: those from which all others follow. */
  readonly ends: readonly [string, string]
  /** Hidden for the sake of figures outside this table. */
  readonly owed?: boolean
  /** Is the sum of shown figures: to hide it would be vain. */
  readonly follows?: boolean
  /** Released before: it stays as it was. */
  readonly released?: 'shown' | 'hidden'
}

export const ground = 'ground'

/** @returns keys of all that is not shown, those below the threshold included */
export function findHidden(cells: readonly TableCell[]): ReadonlySet<string> {
  const hidden = new Set(
    cells.filter(({ below, owed, released }) => released === 'hidden' || (!released && (below || owed))),
  )
  const bySum = new Map<string, TableCell[]>()
  for (const cell of cells)
    for (const sum of cell.sums) {
      const members = bySum.get(sum)
      if (members) members.push(cell)
      else bySum.set(sum, [cell])
    }
  for (const members of bySum.values()) members.sort((one, other) => one.conversations - other.conversations)
  for (;;) {
    let changed = false
    for (const [sum, members] of bySum) while (hideOneMore(sum, members, hidden)) changed = true
    if (!changed && !closeBridge(cells, hidden)) break
  }
  return new Set([...hidden].map(({ key }) => key))
}

/** @param members smallest first @returns whether one had to be hidden */
function hideOneMore(sum: string, members: readonly TableCell[], hidden: Set<TableCell>): boolean {
  let parts = 0
  let conversations = 0
  let next: TableCell | undefined
  let whole: TableCell | undefined
  for (const cell of members) {
    if (cell.wholeOf.includes(sum)) whole = cell
    else if (hidden.has(cell)) {
      parts += 1
      conversations += cell.conversations
    } else if (mayBeHidden(cell)) next ??= cell
  }
  const wholeIsHidden = whole !== undefined && hidden.has(whole)
  if (wholeIsHidden ? parts > 0 : parts === 0 || (parts > 1 && conversations >= threshold)) return false
  const more = next ?? (whole && !wholeIsHidden && mayBeHidden(whole) ? whole : undefined)
  if (!more) return false // everything that could be hidden is
  hidden.add(more)
  return true
}

function mayBeHidden({ released, follows }: TableCell): boolean {
  return released !== 'shown' && !follows
}

/** Hides the smallest figure that leads around a bridge. @returns false where there is no bridge left that can be closed */
function closeBridge(cells: readonly TableCell[], hidden: Set<TableCell>): boolean {
  for (const side of findBridgeSides([...hidden])) {
    let smallest: TableCell | undefined
    for (const cell of cells) {
      if (hidden.has(cell) || !mayBeHidden(cell)) continue
      if (side.has(cell.ends[0]) === side.has(cell.ends[1])) continue
      if (!smallest || cell.conversations < smallest.conversations) smallest = cell
    }
    if (!smallest) continue
    hidden.add(smallest)
    return true
  }
  return false
}

/** For each bridge the sums on one side of it (Tarjan 1974: an edge is one when nothing below it reaches above it). */
function findBridgeSides(edges: readonly TableCell[]): ReadonlySet<string>[] {
  const next = new Map<string, TableCell[]>()
  for (const edge of edges)
    for (const end of edge.ends) {
      const known = next.get(end)
      if (known) known.push(edge)
      else next.set(end, [edge])
    }
  const order = new Map<string, number>()
  const sides: ReadonlySet<string>[] = []
  /** Sums in the order of the visit: those below a sum stand behind it. */
  const visited: string[] = []
  /** @returns the earliest sum that is reached from here without the edge by which we came */
  const visit = (sum: string, came: TableCell | undefined): number => {
    const mine = visited.length
    order.set(sum, mine)
    visited.push(sum)
    let low = mine
    for (const edge of next.get(sum) ?? []) {
      if (edge === came) continue
      const other = edge.ends[0] === sum ? edge.ends[1] : edge.ends[0]
      const seen = order.get(other)
      low = Math.min(low, seen ?? visit(other, edge))
    }
    if (came && low === mine) sides.push(new Set(visited.slice(mine)))
    return low
  }
  for (const sum of [ground, ...next.keys()]) if (next.has(sum) && !order.has(sum)) visit(sum, undefined)
  return sides
}
