import { m } from '#lib/i18n/generated/messages.js'
import { exactTime } from '#lib/i18n/people-time.ts'

/** The line that every file taken out of the app begins with. */
export const exportMark = (name: string, nowMs: number): string =>
  m.privacy_export_mark({ name, time: exactTime(new Date(nowMs).toISOString()) })
