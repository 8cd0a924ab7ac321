/** What one sitting at the camera has come to. A moment in a hall cannot be taken again: what was not kept is said at once. */
import { m } from '#lib/i18n/generated/messages.js'

export class Shots {
  kept = $state(0)
  lost = $state(0)
  /** Why the last of them was not kept. */
  why = $state<string>()
  saving = $state(false)

  /** `take`: the picture, if there is one. `keep` answers what was not kept, in words. */
  async shoot(
    take: () => Promise<Blob | undefined>,
    keep: (photo: Blob) => Promise<readonly string[]>,
  ): Promise<void> {
    this.saving = true
    try {
      const photo = await take()
      const [why] = photo ? await keep(photo) : [m.files_camera_missed()]
      if (why === undefined) this.kept += 1
      else {
        this.lost += 1
        this.why = why
      }
    } finally {
      this.saving = false
    }
  }
}
