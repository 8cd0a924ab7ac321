/** Searching people and branches: by part of the name, or by the first letters of its pinyin (`cx` for 崔新). */
export type Named = { readonly name: string; readonly initials?: string | undefined }

export function matchesName(query: string, { name, initials }: Named): boolean {
  const wanted = query.trim().toLowerCase().replaceAll(' ', '')
  if (wanted === '') return true
  return (
    name.toLowerCase().replaceAll(' ', '').includes(wanted) ||
    (initials?.toLowerCase().startsWith(wanted) ?? false)
  )
}
