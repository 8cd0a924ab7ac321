import type { Snippet } from 'svelte'

export type Column<Item> = {
  readonly key: string
  readonly title: string
  /** What is shown, searched, sorted and exported. */
  readonly text: (item: Item) => string
  /** Sorts numbers as numbers; without it, texts are compared as Chinese is sorted. */
  readonly order?: (item: Item) => number
  readonly align?: 'start' | 'end'
  /** Shown instead of the text; the text stays what is sorted. */
  readonly cell?: Snippet<[Item]>
}

export type Sorting = { readonly key: string; readonly descending: boolean }

const collator = new Intl.Collator('zh-CN', { numeric: true })

export function sorted<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  sorting: Sorting | undefined,
): readonly Item[] {
  const column = columns.find(({ key }) => key === sorting?.key)
  if (!column || !sorting) return items
  const { order, text } = column
  const compare = order
    ? (left: Item, right: Item) => order(left) - order(right)
    : (left: Item, right: Item) => collator.compare(text(left), text(right))
  const turn = sorting.descending ? -1 : 1
  return [...items].sort((left, right) => turn * compare(left, right))
}
