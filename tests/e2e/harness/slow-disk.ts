/**
 * The disk of an old phone: whatever goes there is sealed first, and sealing takes so much longer, ms. Sent to pages as text, so
 * it may use nothing from outside itself.
 */
export function slowDisk(byMs: number): void {
  const { subtle } = crypto
  const seal = subtle.encrypt.bind(subtle)
  subtle.encrypt = async (...sealing) => {
    await new Promise((resolve) => setTimeout(resolve, byMs))
    return seal(...sealing)
  }
}

/** For all who come, from the environment: what a fast machine lets pass, a slow disk shows. */
export const slowDiskMs = Number(process.env['BRANCHBOOK_STORIES_SLOW_DISK_MS'] ?? 0)
