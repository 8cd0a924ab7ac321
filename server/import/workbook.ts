export type Cell = string | number | boolean | Date | null
export type Sheet = { readonly rows: readonly (readonly Cell[])[] }
