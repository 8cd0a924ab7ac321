/** What the browser says of the link: Chromium on phones says its kind, most others nothing. */
import type { Link } from './send-files.ts'

type Connection = EventTarget & { readonly type?: string }

const connection = (): Connection | undefined =>
  (navigator as Navigator & { readonly connection?: Connection }).connection

export function linkNow(): Link {
  switch (connection()?.type) {
    case 'wifi':
    case 'ethernet':
    case 'none':
      return 'free'
    case 'cellular':
    case 'bluetooth':
    case 'wimax':
      return 'metered'
    default:
      return 'unknown'
  }
}

export function onLinkChange(hear: () => void): () => void {
  const watched = connection()
  watched?.addEventListener('change', hear)
  return () => watched?.removeEventListener('change', hear)
}
