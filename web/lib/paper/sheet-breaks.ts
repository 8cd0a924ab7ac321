/**
 * Where the rows of a long table go on on a new sheet. A browser fills one sheet and leaves what is over to the next: one member,
 * and the signatures with him; and it finds no better place in a table that began on an earlier sheet.
 */
type Room = {
  /** So many rows fit on one sheet together with all that stands over and under them. */
  readonly alone: number
  /** So many fit on a sheet among several. */
  readonly most: number
}

/** Before which rows a sheet begins: as few sheets as it takes, and about as much on each. `heights`: in lines. */
export function sheetBreaks(
  heights: readonly number[],
  { alone, most }: Room,
): ReadonlySet<number> {
  const total = heights.reduce((sum, each) => sum + each, 0)
  const sheets = total <= alone ? 1 : Math.max(2, Math.ceil(total / most))
  const breaks = new Set<number>()
  let height = 0
  for (const [index, each] of heights.entries()) {
    height += each
    if (height > ((breaks.size + 1) * total) / sheets && breaks.size < sheets - 1) breaks.add(index)
  }
  return breaks
}
