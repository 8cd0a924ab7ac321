/** What a field may hold: plain JSON, so that every copy of a record compares and travels alike. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** The named contents of one row. A `set` field holds its elements by key. */
export type Body = { readonly [field: string]: Json }

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** The text in a field, '' where it holds none. */
export const textOf = (body: Body | undefined, field: string): string => {
  const value = body?.[field]
  return typeof value === 'string' ? value : ''
}

/** Equality of contents; the order of keys does not count. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]))
  }
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  )
}
