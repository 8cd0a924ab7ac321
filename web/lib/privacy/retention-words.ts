import { m } from '#lib/i18n/generated/messages.js'
import type { RetentionRule } from '#schema/rules/retention.ts'

/** `至少留 3 年` */
export function sayKeep({ keep }: RetentionRule): string {
  if (keep === 'always') return m.privacy_keep_always()
  return keep === 'membership' ? m.privacy_keep_membership() : m.privacy_keep_years({ years: keep })
}
